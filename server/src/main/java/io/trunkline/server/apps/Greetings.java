package io.trunkline.server.apps;

import io.trunkline.transport.ConnectionHandler;
import java.util.Objects;

/**
 * Puts a greeting in front of any application: the first frame that each peer gets.
 *
 * <pre>{@code
 * TrunklineServer.builder().listen(7005, FrameFormat.raw(),
 *         Greetings.first(Payload.ofText("Welcome to TCP server!\n"), EchoApps.prefixed("Echo: ")))
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Greetings {
    private Greetings() {}

    /**
     * Sends a frame to each connection before its handler is made.
     *
     * @param greeting the frame
     * @param next makes the handlers
     * @param <F> what a frame is
     * @return for a listener of any format that can carry the greeting
     */
    public static <F> ConnectionHandler.Factory<F> first(F greeting, ConnectionHandler.Factory<F> next) {
        Objects.requireNonNull(greeting, "greeting");
        Objects.requireNonNull(next, "next");
        return connection -> {
            connection.send(greeting);
            return next.open(connection);
        };
    }
}
