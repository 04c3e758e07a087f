package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import io.trunkline.transport.manual.ManualSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Streams over a socket whose peer is the test, on a loop and workers that the test turns. */
final class StreamRig implements AutoCloseable {
    static final String KNOWS_CREDIT = "{\"type\":\"stream_window\",\"streamId\":0,\"credit\":0}";
    private static final int ONE_READ = 60_000;

    final ManualWorkers workers = new ManualWorkers();
    final ManualLoop loop = new ManualLoop();
    final ManualSocket socket;
    final ManualConnection manual;
    private final ConnectionLogic logic;
    private @Nullable StreamConnection connection;
    private int seen;

    StreamRig(MuxRole role, @Nullable StreamHandler handler) {
        this(role, MuxLimits.DEFAULT, handler);
    }

    StreamRig(MuxRole role, MuxLimits limits, @Nullable StreamHandler handler) {
        StreamProtocol protocol =
                new StreamProtocol(new StreamSettings(role, limits, OutboundLimits.DEFAULT, workers, handler));
        logic = protocol.logic(made -> connection = made);
        manual = new ManualConnection(loop, ConnectionSettings.DEFAULT, logic);
        socket = manual.socket();
    }

    /** An acceptor for a handler. */
    static StreamRig serving(StreamHandler handler) {
        return new StreamRig(MuxRole.ACCEPTOR, handler);
    }

    /** A connector whose peer knows credit. */
    static StreamRig connected() {
        return connected(MuxLimits.DEFAULT);
    }

    static StreamRig connected(MuxLimits limits) {
        StreamRig rig = new StreamRig(MuxRole.CONNECTOR, limits, null);
        rig.control(KNOWS_CREDIT);
        rig.sent();
        return rig;
    }

    static MuxLimits withStreams(int most) {
        MuxLimits usual = MuxLimits.DEFAULT;
        return new MuxLimits(
                most,
                usual.streamWindow(),
                usual.connectionWindow(),
                usual.maxFrame(),
                usual.maxResets(),
                usual.resetPeriod(),
                usual.writeStall());
    }

    StreamConnection connection() {
        return Objects.requireNonNull(connection, "not handed out yet");
    }

    ConnectionLogic logic() {
        return logic;
    }

    boolean isHandedOut() {
        return connection != null;
    }

    DuplexStream open() {
        return open("own");
    }

    DuplexStream open(String type) {
        var opened = connection().openAsync(type, Map.of());
        settle();
        return opened.join();
    }

    void settle() {
        loop.runUntilIdle();
    }

    /** Lets time pass in steps, so that every deadline gets its turn. */
    void pass(Duration time) {
        Duration step = Duration.ofMillis(500);
        for (Duration left = time; !left.isZero() && !left.isNegative(); left = left.minus(step)) {
            loop.advance(left.compareTo(step) < 0 ? left : step);
            settle();
        }
    }

    void control(String json) {
        frame(0, json.getBytes(StandardCharsets.US_ASCII));
    }

    void create(long id) {
        control("{\"type\":\"stream_create\",\"streamId\":" + id + ",\"streamType\":\"chat\",\"metadata\":{\"k\":1}}");
    }

    void create(long id, long window) {
        control("{\"type\":\"stream_create\",\"streamId\":" + id + ",\"streamType\":\"chat\",\"window\":" + window
                + "}");
    }

    void close(long id) {
        control(closed(id));
    }

    void grant(long id, long credit) {
        control(granted(id, credit));
    }

    void data(long id, int size) {
        frame(id, new byte[size]);
    }

    void data(long id, String text) {
        frame(id, text.getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(long id, byte[] body) {
        bytes(bytesOf(id, body));
    }

    static byte[] bytesOf(long id, byte[] body) {
        return ByteBuffer.allocate(8 + body.length)
                .putInt((int) id)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** Lets bytes arrive, as far as the connection is read. */
    void bytes(byte[] all) {
        for (int from = 0; from < all.length; from += ONE_READ) {
            socket.arrives(Arrays.copyOfRange(all, from, Math.min(all.length, from + ONE_READ)));
            if (!socket.wantsRead()) {
                throw new AssertionError("reading is paused");
            }
            manual.readable();
        }
        settle();
    }

    /** What was sent since the last call: control messages as text, data as number and size. */
    List<String> sent() {
        settle();
        List<String> frames = new ArrayList<>();
        byte[] taken = socket.taken();
        ByteBuffer in = ByteBuffer.wrap(taken, seen, taken.length - seen);
        while (in.remaining() >= 8) {
            long id = in.getInt() & 0xFFFF_FFFFL;
            byte[] body = new byte[in.getInt()];
            in.get(body);
            frames.add(id == 0 ? new String(body, StandardCharsets.US_ASCII) : id + ":" + body.length);
        }
        seen = taken.length;
        return frames;
    }

    static String closed(long id) {
        return "{\"type\":\"stream_close\",\"streamId\":" + id + "}";
    }

    static String closed(long id, String reason) {
        return "{\"type\":\"stream_close\",\"streamId\":" + id + ",\"reason\":\"" + reason + "\"}";
    }

    static String granted(long id, long credit) {
        return "{\"type\":\"stream_window\",\"streamId\":" + id + ",\"credit\":" + credit + "}";
    }

    static Payload bytes(int size) {
        return Payload.wrap(new byte[size]);
    }

    @Override
    public void close() {
        workers.reject(false);
        manual.close();
        workers.runAll();
        loop.close();
    }
}
