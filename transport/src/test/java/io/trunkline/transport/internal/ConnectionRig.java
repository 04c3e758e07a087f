package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One connection on a loop that the test turns, over a fake socket: low 10, high 20, cap 100 bytes, stall 10 s. */
final class ConnectionRig implements AutoCloseable {
    static final Duration STALL = Duration.ofSeconds(10);
    static final OutboundLimits LIMITS = new OutboundLimits(10, 20, 100, STALL, Overflow.FAIL);

    final ManualTicker ticker = new ManualTicker();
    final EventLoop loop = new EventLoop("manual-loop", ticker);
    final FakeSocket socket = new FakeSocket();
    final RecordingLogic logic;
    final TcpConnection connection;

    ConnectionRig() {
        this(new RecordingLogic());
    }

    ConnectionRig(RecordingLogic logic) {
        this(logic, LIMITS);
    }

    static ConnectionRig withCap(int cap) {
        return new ConnectionRig(new RecordingLogic(), new OutboundLimits(10, 20, cap, STALL, Overflow.FAIL));
    }

    /** Over a logic of the test's own; {@link #logic} sees nothing. */
    ConnectionRig(ConnectionLogic logic) {
        this(new RecordingLogic(), logic, LIMITS);
    }

    private ConnectionRig(RecordingLogic logic, OutboundLimits limits) {
        this(logic, logic, limits);
    }

    private ConnectionRig(RecordingLogic recording, ConnectionLogic logic, OutboundLimits limits) {
        this.logic = recording;
        loop.bindToCurrentThread();
        connection = new TcpConnection(loop, socket, new ConnectionSettings(SocketOptions.DEFAULT, limits), logic);
        connection.open();
    }

    void turn() {
        loop.runTurn(0);
    }

    /** What the selector does when bytes have arrived. */
    void readable() {
        ready(SelectionKey.OP_READ);
    }

    /** What the selector does when the socket takes bytes again. */
    void writable() {
        ready(SelectionKey.OP_WRITE);
    }

    private void ready(int ops) {
        try {
            connection.onReady(new FakeKey(ops));
        } catch (Exception e) {
            connection.onFailure(e);
        }
        turn();
    }

    /** Runs an action on a thread that is not the loop's, and waits for it. */
    void elsewhere(Runnable action) {
        Thread thread = new Thread(action, "elsewhere");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Outgoing text(String text) {
        return new Encoded(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    static Outgoing zeros(int size) {
        return new Encoded(new byte[size]);
    }

    @Override
    public void close() {
        loop.close();
        turn();
    }

    private static final class FakeKey extends SelectionKey {
        private final int ready;

        FakeKey(int ready) {
            this.ready = ready;
        }

        @Override
        public SocketChannel channel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Selector selector() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public int interestOps() {
            return ready;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            return this;
        }

        @Override
        public int readyOps() {
            return ready;
        }
    }
}
