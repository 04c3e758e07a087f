package io.trunkline.server.internal.frame;

import io.trunkline.PayloadException;
import io.trunkline.server.internal.admission.LoginVerdict;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.RefusingConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the first frame of a connection for a login, and makes the user's handler once that was accepted.
 *
 * <pre>{@code
 * first frame ─token?─▶ guard ─accepted─▶ the user's handler: open, then every frame behind the login
 *                          └ refused ───▶ the refusal is sent, the connection ends; nothing of it is handed on
 * }</pre>
 *
 * <p>Runs where handlers run, one callback at a time. On a connection that a certificate has let in there is no login.
 *
 * @param <F> what a frame is
 */
public final class LoginHandler<F> implements ConnectionHandler<F> {
    private static final CloseReason NOT_LET_IN =
            CloseReason.of(CloseReason.Kind.REFUSED, "not let in: its login was not accepted");

    /**
     * What is common to the logins of one listener. Immutable.
     *
     * @param token finds the token in a frame
     * @param accepted sent to who is let in; null for nothing
     * @param refused sent to who is not; null for nothing
     * @param next makes the handlers of those who are let in
     * @param <F> what a frame is
     */
    public record Plan<F>(
            Function<? super F, Optional<String>> token,
            @Nullable F accepted,
            @Nullable F refused,
            ConnectionHandler.Factory<F> next) {}

    private final Plan<F> plan;
    private final FrameConnection<F> connection;
    private @Nullable ConnectionHandler<F> handler;

    private LoginHandler(Plan<F> plan, FrameConnection<F> connection) {
        this.plan = plan;
        this.connection = connection;
    }

    /**
     * Makes the handler of a connection.
     *
     * @param plan of its listener
     * @param connection that a guard stands before
     * @param <F> what a frame is
     * @return the user's own where nobody need log in
     */
    public static <F> ConnectionHandler<F> open(Plan<F> plan, FrameConnection<F> connection) {
        return connection.get(FrameGuard.OF_CONNECTION).isPresent()
                ? new LoginHandler<>(plan, connection)
                : plan.next().open(connection);
    }

    @Override
    public void onFrame(F frame) throws Exception {
        if (handler != null) {
            handler.onFrame(frame);
            return;
        }
        LoginVerdict verdict = verdict(frame);
        if (verdict instanceof LoginVerdict.Refused refused) {
            refuse(refused);
            return;
        }
        if (plan.accepted() != null) {
            connection.send(plan.accepted());
        }
        ConnectionHandler<F> made = plan.next().open(connection);
        handler = made;
        made.onOpen();
    }

    private LoginVerdict verdict(F frame) {
        Optional<String> token;
        try {
            token = plan.token().apply(frame);
        } catch (PayloadException e) {
            token = Optional.empty(); // The frame is not as it must be, which is the peer's doing.
        }
        return token.map(shown -> guard().login(shown)).orElse(LoginVerdict.Refused.UNAUTHENTICATED);
    }

    private FrameGuard guard() {
        return connection.get(FrameGuard.OF_CONNECTION).orElseThrow();
    }

    private void refuse(LoginVerdict.Refused why) {
        if (!guard().refused(why)) {
            return;
        }
        if (plan.refused() != null) {
            connection.send(plan.refused());
        }
        if (connection instanceof RefusingConnection ours) {
            ours.refuse(NOT_LET_IN);
        } else {
            connection.closeAfterWrites();
        }
    }

    @Override
    public void onWritable(boolean writable) {
        if (handler != null) {
            handler.onWritable(writable);
        }
    }

    @Override
    public void onInvalid(PayloadException problem) {
        if (handler != null) {
            handler.onInvalid(problem);
        } else {
            refuse(LoginVerdict.Refused.UNAUTHENTICATED);
        }
    }

    @Override
    public void onEnd() {
        if (handler != null) {
            handler.onEnd();
        }
    }

    @Override
    public boolean onShutdown(Duration grace) {
        return handler != null && handler.onShutdown(grace);
    }

    @Override
    public void onClose(CloseReason reason) {
        if (handler != null) {
            handler.onClose(reason);
        }
    }
}
