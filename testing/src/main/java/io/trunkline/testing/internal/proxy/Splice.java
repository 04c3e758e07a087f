package io.trunkline.testing.internal.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One connection through the proxy: the client's socket, the server's socket, and a pipe each way.
 *
 * <pre>{@code
 * CONNECTING ──to the server──▶ OPEN ──both ends forwarded, or reset──▶ GONE
 *     └──────refused: the client sees a reset───────────────────────────▲
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class Splice {
    /** So that a sender feels what its receiver suffers after a megabyte or two, and not after many. */
    private static final int KERNEL_BYTES = 128 * 1024;

    private final int number;
    private final Random random;
    private final Tape tape;
    private final SocketChannel client;
    private final SocketChannel server;
    private final Pipe toServer;
    private final Pipe toClient;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private boolean connecting = true;
    private boolean gone;

    private Splice(Tape tape, Numbered accepted, SocketChannel server, Selector selector) throws IOException {
        this.number = accepted.number();
        this.random = new Random(accepted.seed() + accepted.number());
        this.tape = tape;
        this.client = accepted.channel();
        this.server = server;
        this.toServer = new Pipe(this, Direction.TO_SERVER, client, server);
        this.toClient = new Pipe(this, Direction.TO_CLIENT, server, client);
        this.clientKey = register(client, selector);
        this.serverKey = register(server, selector);
    }

    /** Begins to connect to the server; null, and a closed client, if there is no socket for it. */
    static @Nullable Splice open(Tape tape, Numbered accepted, Selector selector, InetSocketAddress target) {
        SocketChannel server = null;
        try {
            server = SocketChannel.open();
            Splice splice = new Splice(tape, accepted, server, selector);
            tape.event(splice.number, Direction.TO_SERVER, "open");
            splice.connect(target);
            return splice;
        } catch (IOException e) {
            tape.event(accepted.number(), Direction.TO_SERVER, "not opened: " + e.getMessage());
            closeQuietly(accepted.channel());
            closeQuietly(server);
            return null;
        }
    }

    /** A client's socket, with what tells it from others. */
    record Numbered(int number, long seed, SocketChannel channel) {}

    private SelectionKey register(SocketChannel channel, Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BYTES);
        // Every piece is a segment of its own, as far as the proxy can have it so.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel.register(selector, 0, this);
    }

    private void connect(InetSocketAddress target) {
        try {
            if (server.connect(target)) {
                connecting = false;
            } else {
                serverKey.interestOps(SelectionKey.OP_CONNECT);
            }
        } catch (IOException e) {
            refused(e);
        }
    }

    private void refused(IOException e) {
        tape.event(number, Direction.TO_SERVER, "no connection to the server: " + e.getMessage());
        suffer(Fate.RESET);
    }

    int number() {
        return number;
    }

    Tape tape() {
        return tape;
    }

    /** The same numbers for the same connection of the same seed, whatever else happens: first for the way to the server. */
    Random nextRandom() {
        return new Random(random.nextLong());
    }

    void install(ToxicList serverward, ToxicList clientward) {
        if (!gone) {
            toServer.install(serverward.current());
            toClient.install(clientward.current());
        }
    }

    void onReady(SelectionKey key, ByteBuffer buffer, long now) {
        if (gone || !key.isValid()) {
            return;
        }
        if (key.isConnectable()) {
            finishConnect();
        } else if (key.isReadable()) {
            (key.channel() == client ? toServer : toClient).read(buffer, now);
        }
    }

    private void finishConnect() {
        try {
            connecting = !server.finishConnect();
        } catch (IOException e) {
            refused(e);
        }
    }

    /** Forwards what may go now; returns the nanoseconds until it wants to be asked again. */
    long pump(long now) {
        if (gone || connecting) {
            return Gate.NEVER;
        }
        long wait = Math.min(pump(toServer, toClient, now), pump(toClient, toServer, now));
        if (!gone && toServer.isDone() && toClient.isDone()) {
            close();
        }
        updateInterest();
        return wait;
    }

    private static long pump(Pipe pipe, Pipe opposite, long now) {
        try {
            return pipe.pump(now);
        } catch (IOException e) {
            pipe.onTargetGone();
            opposite.onSourceReset(now);
            return 0; // What that means for the opposite pipe is found in the next turn, at once.
        }
    }

    private void updateInterest() {
        if (!gone) {
            clientKey.interestOps(ops(toServer, toClient));
            serverKey.interestOps(ops(toClient, toServer));
        }
    }

    private static int ops(Pipe from, Pipe to) {
        return (from.wantsRead() ? SelectionKey.OP_READ : 0) | (to.wantsWrite() ? SelectionKey.OP_WRITE : 0);
    }

    boolean isGone() {
        return gone;
    }

    /** Ends the connection as told; what is queued is lost. */
    void suffer(Fate fate) {
        if (gone || fate == Fate.LIVE) {
            return;
        }
        try {
            if (fate == Fate.RESET) {
                tape.event(number, Direction.TO_SERVER, "reset");
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                server.setOption(StandardSocketOptions.SO_LINGER, 0);
                close();
            } else {
                // Both peers see an end and no reset: what they still send is read and thrown away.
                toServer.end();
                toClient.end();
            }
        } catch (IOException e) {
            close(); // One of the two has reset it by itself.
        }
    }

    /** Closes both sockets. */
    void close() {
        if (!gone) {
            gone = true;
            tape.event(number, Direction.TO_SERVER, "closed");
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    static void closeQuietly(@Nullable Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException e) {
            // It is closed as far as it will ever be.
        }
    }
}
