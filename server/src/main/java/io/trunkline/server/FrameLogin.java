package io.trunkline.server;

import io.trunkline.server.internal.frame.LoginHandler;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has the peers of a frame listener log in with their first frame, whatever the format: what the broker's
 * {@code system.auth} is to broker messages.
 *
 * <pre>{@code
 * builder.listen(ListenOptions.of(9000), JsonMessage.in(FrameFormat.lengthPrefixed()),
 *         FrameLogin.of(hello -> hello.isText("token") ? Optional.of(hello.text("token")) : Optional.empty(), handlers)
 *                 .refusal(JsonMessage.of("error", Map.of("code", "UNAUTHORIZED"))));
 * }</pre>
 *
 * <p>The {@link Admission#authenticator()} decides about the token, within the authentication timeout and 16 KiB of input;
 * lockout holds here too. The user's handler is made once the peer was let in, and finds it in
 * {@link FrameConnection#identity()}. Who a certificate has let in need not log in, and its first frame goes to the handler.
 * Immutable.
 *
 * @param <F> what a frame is
 */
public final class FrameLogin<F> implements ConnectionHandler.Factory<F> {
    private final LoginHandler.Plan<F> plan;

    private FrameLogin(LoginHandler.Plan<F> plan) {
        this.plan = plan;
    }

    /**
     * Puts a login in front of handlers.
     *
     * @param token finds the token in the first frame; empty refuses the peer; runs where handlers run
     * @param handlers made for those who are let in
     * @param <F> what a frame is
     * @return a factory for {@link TrunklineServer.Builder#listen(ListenOptions, io.trunkline.codec.FrameFormat,
     *     ConnectionHandler.Factory)}; refused there with {@link ListenOptions.Builder#onLoop()}, and by {@code start()}
     *     without an authenticator
     */
    public static <F> FrameLogin<F> of(
            Function<? super F, Optional<String>> token, ConnectionHandler.Factory<F> handlers) {
        return new FrameLogin<>(new LoginHandler.Plan<>(
                Objects.requireNonNull(token, "token"), null, null, Objects.requireNonNull(handlers, "handlers")));
    }

    /**
     * Answers those who are let in.
     *
     * @param frame sent before the handler is made; nothing by default
     * @return a copy
     */
    public FrameLogin<F> welcome(F frame) {
        return copy(Objects.requireNonNull(frame, "welcome"), plan.refused());
    }

    /**
     * Answers those who are not let in, the same to all of them.
     *
     * @param frame sent before the connection is closed; nothing by default
     * @return a copy
     */
    public FrameLogin<F> refusal(F frame) {
        return copy(plan.accepted(), Objects.requireNonNull(frame, "refusal"));
    }

    private FrameLogin<F> copy(@Nullable F accepted, @Nullable F refused) {
        return new FrameLogin<>(new LoginHandler.Plan<>(plan.token(), accepted, refused, plan.next()));
    }

    @Override
    public ConnectionHandler<F> open(FrameConnection<F> connection) {
        return LoginHandler.open(plan, connection);
    }
}
