package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.Identity;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.json.JsonFields;
import io.trunkline.server.Credentials;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.Entrance;
import io.trunkline.server.internal.admission.LoginVerdict;
import io.trunkline.server.internal.admission.Logins;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.PauseReason;
import io.trunkline.transport.internal.TcpConnection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time before a broker connection is somebody: the one message that is understood then, and the deadline.
 *
 * <pre>{@code
 *  a verified certificate?
 *  VOUCHED ──accepted────────────────────────────────────▶ OVER: ready
 *     │ refused, or there is none                            ▲
 *     ▼                                                      │ accepted
 *  AWAITING ──system.auth with a text as token──▶ ASKING ────┘
 *     └─ any other message, the deadline ─┬──────────┴─ refused, any message, the deadline
 *                                         ▼
 *                                 OVER: UNAUTHORIZED, closed
 * }</pre>
 *
 * <p>Every message, fault and end of such a connection comes here first; nothing of it is routed, looked up or parsed beyond
 * the login. Whatever is wrong with a token, the peer gets the same bytes. Loop-confined. Implements SPEC.md section 5.9.
 */
final class LoginPhase extends Deadline {
    static final String TOPIC = "system.auth";

    /** Nobody is told what was wrong: a missing message, a wrong token and a blocked address look the same. */
    private static final Reply.Failure UNAUTHORIZED =
            new Reply.Failure(ErrorCode.UNAUTHORIZED, "Not authenticated", Map.of("executed", "no"));

    private static final Reply.Failure BUSY = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE, "Too many peers are logging in", Map.of("reason", "BUSY", "executed", "no"));

    private enum State {
        VOUCHED,
        AWAITING,
        ASKING,
        OVER
    }

    /** The connection, as this phase needs it. */
    interface Host {
        /** Says hello to a peer that is to say who it is. */
        void greet();

        /** The peer is somebody; {@code answered} is its login, null where a certificate was enough. */
        void ready(Identity identity, @Nullable RequestHead answered);

        /** The peer is nobody: shows the error, under the request's own id where it has one, and closes. */
        void turnAway(@Nullable RequestHead answered, Reply.Failure shown, CloseReason reason);
    }

    private final Host host;
    private final TcpConnection connection;
    private final Entrance entrance;
    private final Logins logins;
    private State state = State.VOUCHED;
    private @Nullable RequestHead login;
    private Runnable giveUp = () -> {};

    LoginPhase(Host host, TcpConnection connection, Entrance entrance, Logins logins) {
        this.host = host;
        this.connection = connection;
        this.entrance = entrance;
        this.logins = logins;
    }

    /** The connection is open. */
    void begin() {
        connection
                .loop()
                .schedule(
                        this,
                        connection.loop().nanos() + entrance.loginTimeout().toNanos());
        Credentials shown = shown();
        if (shown.peerCertificates().isEmpty()) {
            await();
            return;
        }
        connection.pauseReading(PauseReason.LOGIN); // It would answer our greeting before we know whether it may.
        giveUp = logins.ask(shown, connection.loop(), this::vouched);
    }

    private Credentials shown() {
        Credentials shown = Credentials.of(connection.remoteAddress());
        Optional<TlsInfo> tls = connection.tls();
        return tls.isPresent() ? shown.tls(tls.get()) : shown;
    }

    private void vouched(LoginVerdict verdict) {
        if (state != State.VOUCHED) {
            return;
        }
        connection.resumeReading(PauseReason.LOGIN);
        if (verdict instanceof LoginVerdict.Accepted accepted) {
            accept(accepted.identity());
        } else if (verdict == LoginVerdict.Refused.BUSY) {
            refuse(BUSY, Refusal.Reason.BUSY, "too many peers are logging in");
        } else {
            await();
        }
    }

    private void await() {
        state = State.AWAITING;
        host.greet();
    }

    /** A message has come: the login, or the end. */
    void message(Action action, RequestHead head, Body payload) {
        if (state == State.OVER) {
            return;
        }
        boolean first = state == State.AWAITING;
        login = action == Action.RESPONSE ? null : head;
        boolean asks =
                action == Action.REQUEST && head.hasId() && head.topic().lower().equals(TOPIC);
        String token = first && asks ? token(payload) : null;
        if (token == null) {
            refuse(UNAUTHORIZED, Refusal.Reason.UNAUTHENTICATED, "it sent something else than a login");
        } else {
            state = State.ASKING;
            giveUp = logins.ask(shown().token(token), connection.loop(), this::decided);
        }
    }

    /** Null if the payload is no login: whether it is no JSON, too deep, or its token no text. */
    private static @Nullable String token(Body payload) {
        try {
            return JsonFields.read(payload.array(), payload.offset(), payload.length(), Entrance.MAX_DEPTH)
                    .text("token")
                    .orElse(null);
        } catch (PayloadException e) {
            return null;
        }
    }

    private void decided(LoginVerdict verdict) {
        if (state != State.ASKING) {
            return;
        }
        if (verdict instanceof LoginVerdict.Accepted accepted) {
            accept(accepted.identity());
            return;
        }
        switch ((LoginVerdict.Refused) verdict) {
            case BUSY -> refuse(BUSY, Refusal.Reason.BUSY, "too many peers are logging in");
            case LOCKED_OUT -> refuse(UNAUTHORIZED, Refusal.Reason.LOCKED_OUT, "a login after too many that failed");
            case UNAUTHENTICATED -> refuse(UNAUTHORIZED, Refusal.Reason.UNAUTHENTICATED, "its token was not accepted");
        }
    }

    private void accept(Identity identity) {
        end();
        connection.identify(identity);
        host.ready(identity, login);
    }

    /** Something has come that is no message. */
    void fault() {
        if (state != State.OVER) {
            login = null;
            refuse(UNAUTHORIZED, Refusal.Reason.UNAUTHENTICATED, "it sent what is no message of 16 KiB at most");
        }
    }

    @Override
    protected void onDeadline() {
        if (state != State.OVER) {
            refuse(
                    UNAUTHORIZED,
                    Refusal.Reason.AUTHENTICATION_TIMEOUT,
                    "it was not authenticated within " + entrance.loginTimeout().toMillis() + " ms");
        }
    }

    private void refuse(Reply.Failure shown, Refusal.Reason reason, String text) {
        end();
        entrance.observation().refused(reason, connection.remoteAddress(), text);
        host.turnAway(login, shown, CloseReason.of(CloseReason.Kind.REFUSED, "not let in: " + text));
    }

    /** Nothing more is waited for. */
    void end() {
        state = State.OVER;
        connection.loop().cancel(this);
        giveUp.run();
    }

    /** A login on a connection that is somebody already ends it (SPEC.md, BRK-13). */
    static Reply.Failure secondLogin() {
        return UNAUTHORIZED;
    }
}
