package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import io.trunkline.transport.manual.ManualSocket;
import io.trunkline.transport.manual.ManualTicker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A {@link ManualConnection} with small limits: low 10, high 20, cap 100 bytes, stall 10 s. */
final class ConnectionRig implements AutoCloseable {
    static final Duration STALL = Duration.ofSeconds(10);
    static final OutboundLimits LIMITS = new OutboundLimits(10, 20, 100, STALL, Overflow.FAIL);

    final RecordingLogic logic;
    final ManualConnection manual;
    final ManualLoop manualLoop;
    final ManualTicker ticker;
    final EventLoop loop;
    final ManualSocket socket;
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
        this(recording, logic, new ConnectionSettings(SocketOptions.DEFAULT, limits));
    }

    /** With settings of the test's own. */
    ConnectionRig(ConnectionSettings settings) {
        this(new RecordingLogic(), settings);
    }

    private ConnectionRig(RecordingLogic logic, ConnectionSettings settings) {
        this(logic, logic, settings);
    }

    /** Over a logic and with settings of the test's own; {@link #logic} sees nothing. */
    ConnectionRig(ConnectionLogic logic, ConnectionSettings settings) {
        this(new RecordingLogic(), logic, settings);
    }

    private ConnectionRig(RecordingLogic recording, ConnectionLogic logic, ConnectionSettings settings) {
        this.logic = recording;
        manual = new ManualConnection(settings, logic);
        manualLoop = manual.loop();
        ticker = manualLoop.ticker();
        loop = manualLoop.loop();
        socket = manual.socket();
        connection = manual.connection();
    }

    void turn() {
        manualLoop.turn();
    }

    /** What the selector does when bytes have arrived. */
    void readable() {
        manual.readable();
    }

    /** What the selector does when the socket takes bytes again. */
    void writable() {
        manual.writable();
    }

    /** Lets time pass in steps of half a second at most, with a turn after each. */
    void pass(Duration time) {
        Duration step = Duration.ofMillis(500);
        for (Duration left = time; !left.isZero(); ) {
            Duration now = left.compareTo(step) < 0 ? left : step;
            ticker.advance(now);
            turn();
            left = left.minus(now);
        }
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
        return new Encoded(text.getBytes(StandardCharsets.US_ASCII));
    }

    static Outgoing zeros(int size) {
        return new Encoded(new byte[size]);
    }

    @Override
    public void close() {
        manual.close();
    }
}
