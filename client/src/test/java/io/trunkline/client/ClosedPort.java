package io.trunkline.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Ports of the loopback address that refuse every connection.
 *
 * <p>A port that was merely free a moment ago may be the next one that the system hands out, to another test in this
 * machine's other JVM for example, whose peer would then answer. These are held until the JVM ends: bound, never
 * listened on.
 *
 * <p>Thread-safe.
 */
final class ClosedPort {
    private static final List<Socket> HELD = new CopyOnWriteArrayList<>();

    private ClosedPort() {}

    /** A port that no other call, and nobody else, has. */
    static int take() {
        Socket held = new Socket();
        HELD.add(held);
        try {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return held.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
