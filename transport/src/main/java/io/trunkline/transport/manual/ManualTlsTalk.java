package io.trunkline.transport.manual;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLEngine;

/**
 * A whole conversation between two engines, which fails unless every byte arrives, and both ends do: what each engine has to
 * hold through pieces and windows of every size.
 *
 * <pre>{@code
 * client: request, queued before the handshake ─▶ server: answer ─▶ client: close_notify ─▶ server: close_notify
 * }</pre>
 */
public final class ManualTlsTalk {
    private static final int REQUEST = 300;
    /** Several records, and more than a window of the usual size. */
    private static final int ANSWER = 70_000;

    private ManualTlsTalk() {}

    /**
     * Talks, with reads of {@code piece} bytes at most and writes of {@code window}; the sizes seed the bytes too.
     *
     * @throws AssertionError if something is lost, left over, or not the same
     */
    public static void run(SSLEngine client, SSLEngine server, int piece, int window) throws IOException {
        byte[] request = random(piece, REQUEST);
        byte[] answer = random(window, ANSWER);
        try (ManualTlsPair pair = new ManualTlsPair(client, server, piece, window)) {
            pair.client().send(request); // Waits for the handshake, and leaves with its last flight.
            pair.handshake();
            pair.server().send(answer);
            pair.settle();
            require(Arrays.equals(pair.server().received(), request), "the request did not arrive as it was sent");
            require(Arrays.equals(pair.client().received(), answer), "the answer did not arrive as it was sent");
            endBothWays(pair);
        }
    }

    private static void endBothWays(ManualTlsPair pair) throws IOException {
        pair.client().io().shutdownOutput();
        pair.settle();
        require(pair.server().isEnded(), "the client's end did not arrive");
        pair.server().io().shutdownOutput();
        pair.settle();
        require(pair.client().isEnded(), "the server's end did not arrive");
        require(pair.client().io().buffered() == 0, "the client holds bytes for the socket");
        require(!pair.client().io().hasUnread(), "the client holds bytes that it could read");
        require(!pair.server().io().hasUnread(), "the server holds bytes that it could read");
    }

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError(problem);
        }
    }
}
