package io.trunkline.server.internal.frame;

import io.trunkline.server.Credentials;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.Entrance;
import io.trunkline.server.internal.admission.LoginVerdict;
import io.trunkline.server.internal.admission.Logins;
import io.trunkline.transport.Attribute;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.PauseReason;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a frame connection from its handler until it is known who is there; in front of the logic of a frame listener.
 *
 * <pre>{@code
 *           a certificate is enough
 * VOUCHED ─────────────────────────────────────────────────────────────────▶ IN: bytes go through
 *    │ it is not                                                              ▲
 *    ├─ the listener has a FrameLogin ─▶ AWAITING: 16 KiB in all go through ──┘ its handler says who it is
 *    │                                     │ more bytes, the deadline, refused
 *    └─ it has none ───────────────────────┴──────────────────────────────────▶ OUT: closed
 * }</pre>
 *
 * <p>Loop-confined, except {@link #login}, which the handler calls where handlers run.
 */
public final class FrameGuard extends Deadline implements ConnectionLogic {
    /** By which the handler in front finds its guard. */
    static final Attribute<FrameGuard> OF_CONNECTION = Attribute.of("login");

    private enum State {
        VOUCHED,
        AWAITING,
        IN,
        OUT
    }

    private final ConnectionLogic logic;
    private final Entrance entrance;
    private final Logins logins;
    private final boolean takesLogins;
    private @Nullable TcpConnection connection;
    private boolean opened;
    private int received;
    private volatile Runnable giveUp = () -> {};

    /** Moved by the handler too: whom it lets in must be in before the peer hears of it and sends on. */
    private final AtomicReference<State> state = new AtomicReference<>(State.VOUCHED);

    /**
     * Guards one connection.
     *
     * @param logic of its listener
     * @param entrance what it comes in by
     * @param logins of the entrance
     * @param takesLogins whether the listener's handler asks for a login by itself
     */
    public FrameGuard(ConnectionLogic logic, Entrance entrance, Logins logins, boolean takesLogins) {
        this.logic = logic;
        this.entrance = entrance;
        this.logins = logins;
        this.takesLogins = takesLogins;
    }

    private TcpConnection connection() {
        return Objects.requireNonNull(connection, "onOpen comes first");
    }

    @Override
    public void onOpen(TcpConnection accepted) {
        connection = accepted;
        accepted.loop()
                .schedule(
                        this, accepted.loop().nanos() + entrance.loginTimeout().toNanos());
        Credentials shown = shown();
        if (shown.peerCertificates().isEmpty()) {
            vouched(LoginVerdict.Refused.UNAUTHENTICATED);
        } else {
            accepted.pauseReading(PauseReason.LOGIN);
            giveUp = logins.ask(shown, accepted.loop(), this::vouched);
        }
    }

    private Credentials shown() {
        Credentials shown = Credentials.of(connection().remoteAddress());
        Optional<TlsInfo> tls = connection().tls();
        return tls.isPresent() ? shown.tls(tls.get()) : shown;
    }

    private void vouched(LoginVerdict verdict) {
        if (state.get() != State.VOUCHED) {
            return;
        }
        if (verdict instanceof LoginVerdict.Accepted accepted) {
            accept(State.VOUCHED, accepted);
        } else if (takesLogins) {
            state.set(State.AWAITING);
            connection().set(OF_CONNECTION, this);
        } else {
            turnAway(Refusal.Reason.UNAUTHENTICATED, "it has shown no certificate that is accepted");
            return;
        }
        opened = true;
        logic.onOpen(connection());
        connection().resumeReading(PauseReason.LOGIN);
    }

    private boolean accept(State from, LoginVerdict.Accepted accepted) {
        if (!state.compareAndSet(from, State.IN)) {
            return false;
        }
        connection().identify(accepted.identity());
        connection().loop().cancel(this);
        return true;
    }

    /** Asks who brings a token; on the handler's thread, which waits for the answer until the deadline. */
    LoginVerdict login(String token) {
        LoginVerdict verdict = logins.askHere(shown().token(token), attempt -> giveUp = attempt);
        boolean late = verdict instanceof LoginVerdict.Accepted accepted && !accept(State.AWAITING, accepted);
        return late ? LoginVerdict.Refused.UNAUTHENTICATED : verdict;
    }

    /** The handler refuses somebody, and ends the connection itself; false if the deadline was first, and has done so. */
    boolean refused(LoginVerdict.Refused why) {
        if (!state.compareAndSet(State.AWAITING, State.OUT)) {
            return false;
        }
        connection().loop().cancel(this);
        observe(
                switch (why) {
                    case BUSY -> Refusal.Reason.BUSY;
                    case LOCKED_OUT -> Refusal.Reason.LOCKED_OUT;
                    case UNAUTHENTICATED -> Refusal.Reason.UNAUTHENTICATED;
                },
                "its login was not accepted");
        return true;
    }

    private void observe(Refusal.Reason reason, String text) {
        entrance.observation().refused(reason, connection().remoteAddress(), text);
    }

    private void turnAway(Refusal.Reason reason, String text) {
        State before = state.get();
        if (before == State.IN || before == State.OUT || !state.compareAndSet(before, State.OUT)) {
            return;
        }
        connection().loop().cancel(this);
        giveUp.run();
        observe(reason, text);
        connection().refuse(null, CloseReason.of(CloseReason.Kind.REFUSED, "not let in: " + text));
    }

    @Override
    protected void onDeadline() {
        turnAway(
                Refusal.Reason.AUTHENTICATION_TIMEOUT,
                "it was not authenticated within " + entrance.loginTimeout().toMillis() + " ms");
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        if (state.get() == State.AWAITING) {
            received += to - from;
            if (received > Entrance.MAX_INPUT) {
                turnAway(Refusal.Reason.UNAUTHENTICATED, "it sent more than 16 KiB before it was let in");
            }
        }
        if (opened && state.get() != State.OUT) {
            logic.onBytes(array, from, to);
        }
    }

    @Override
    public void onWritable(boolean writable) {
        if (opened) {
            logic.onWritable(writable);
        }
    }

    @Override
    public void onEnd() {
        if (opened) {
            logic.onEnd();
        } else {
            connection().close();
        }
    }

    @Override
    public void onDrain(Duration grace, CloseReason reason) {
        if (opened && state.get() == State.IN) {
            logic.onDrain(grace, reason);
        } else {
            connection().closeAfterWrites(reason);
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        connection().loop().cancel(this);
        if (state.getAndSet(State.OUT) != State.IN) {
            giveUp.run();
        }
        if (opened) {
            logic.onClose(reason);
        }
    }
}
