package io.trunkline.transport.manual;

import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.internal.tls.TlsEngine;
import io.trunkline.transport.internal.tls.TlsIo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Two TLS layers back to back, turned by hand: bytes travel in pieces of a chosen size, and wait in a window of another.
 *
 * <pre>{@code
 * Side.send ─▶ TlsIo ─▶ ManualPipe (window) ─▶ pieces ─▶ TlsIo ─▶ Side.received
 * }</pre>
 *
 * <p>Engines of any provider: that is what it is for. Delegated tasks run within the turn. Caller-confined.
 */
public final class ManualTlsPair implements AutoCloseable {
    /** No exchange of a test takes as many turns, unless it does not end. */
    private static final int MAX_TURNS = 10_000_000;

    private final ManualLoop loop = new ManualLoop();
    private final Side client;
    private final Side server;

    /**
     * Joins two engines; neither has begun its handshake.
     *
     * @param piece the most that one read brings
     * @param window the most that waits between the two
     */
    public ManualTlsPair(SSLEngine client, SSLEngine server, int piece, int window) {
        this(client, server, new ManualPipe(piece, window), new ManualPipe(piece, window));
    }

    /** Joins them over pipes of the caller's own. */
    public ManualTlsPair(SSLEngine client, SSLEngine server, ManualPipe toServer, ManualPipe toClient) {
        loop.loop().blocking(Runnable::run);
        this.client = new Side(client, toClient, toServer);
        this.server = new Side(server, toServer, toClient);
    }

    /** The loop that both live on. */
    public ManualLoop loop() {
        return loop;
    }

    public Side client() {
        return client;
    }

    public Side server() {
        return server;
    }

    /** Begins both handshakes and turns until both sides are open. */
    public void handshake() throws IOException {
        client.begin();
        server.begin();
        for (int i = 0; client.io.isHandshaking() || server.io.isHandshaking(); i++) {
            turn();
            requireProgress(i);
        }
    }

    /** Turns until nothing moves any more, and gives the number of turns. */
    public int settle() throws IOException {
        int turns = 0;
        while (turn()) {
            requireProgress(++turns);
        }
        return turns;
    }

    private static void requireProgress(int turns) {
        if (turns > MAX_TURNS) {
            throw new IllegalStateException("still turning after " + turns + " turns");
        }
    }

    /** Lets each side do what it can once; false if that was nothing. */
    public boolean turn() throws IOException {
        boolean moved = client.turn();
        moved |= server.turn();
        loop.turn();
        return moved;
    }

    /** Gives the selector of the hand-turned loop back. */
    @Override
    public void close() {
        loop.close();
    }

    /** One end, with what it has received and what it has yet to send. */
    public final class Side {
        private final TlsIo io;
        private final ManualPipe.Socket socket;
        private final ManualPipe in;
        private final ManualPipe out;
        private final ByteBuffer into = ByteBuffer.allocateDirect(64 * 1024);
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private ByteBuffer waiting = ByteBuffer.allocate(0);
        private boolean ended;
        private boolean again;

        private Side(SSLEngine engine, ManualPipe in, ManualPipe out) {
            this.in = in;
            this.out = out;
            this.socket = new ManualPipe.Socket(in, out);
            this.io = new TlsIo(socket, loop.loop(), new PlainTlsEngine(engine));
        }

        /** The layer itself, for what a turn does not do. */
        public TlsIo io() {
            return io;
        }

        /** Whether the layer has asked the socket for readability last. */
        public boolean plainWantsRead() {
            return socket.wantsRead();
        }

        /** Begins this side's handshake. */
        public void begin() throws IOException {
            io.begin(() -> again = true);
        }

        /** Queues bytes of the application behind those that wait already. */
        public void send(byte[] bytes) {
            ByteBuffer both = ByteBuffer.allocate(waiting.remaining() + bytes.length);
            waiting = both.put(waiting).put(bytes).flip();
        }

        /** All that has arrived. */
        public byte[] received() {
            return received.toByteArray();
        }

        /** The same, which is forgotten then. */
        public byte[] takeReceived() {
            byte[] taken = received();
            received.reset();
            return taken;
        }

        /** Whether the peer's end was told. */
        public boolean isEnded() {
            return ended;
        }

        /** Reads once, writes once, and flushes, as a connection does; false if nothing moved. */
        public boolean turn() throws IOException {
            long before = in.moved() + out.moved();
            boolean moved = again;
            again = false;
            moved |= read();
            if (waiting.hasRemaining() && io.write(waiting) > 0) {
                moved = true;
            }
            io.flush();
            return moved || in.moved() + out.moved() != before;
        }

        private boolean read() throws IOException {
            int count = ended ? 0 : io.read(into.clear());
            if (count > 0) {
                byte[] bytes = new byte[count];
                into.flip().get(bytes);
                received.writeBytes(bytes);
            }
            ended |= count < 0;
            return count != 0 || io.hasUnread();
        }
    }

    /** Accepts every peer that its engine accepts. */
    private record PlainTlsEngine(SSLEngine engine) implements TlsEngine {
        @Override
        public TlsInfo completed(@Nullable String group) {
            return TlsInfo.builder(
                            engine.getSession().getProtocol(),
                            engine.getSession().getCipherSuite())
                    .group(group)
                    .build();
        }
    }
}
