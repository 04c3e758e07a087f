package io.trunkline.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.TypedFrame;
import io.trunkline.codec.internal.frame.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing one frame, header and body: time and bytes allocated per frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
    /** What is encoded. */
    @Param
    public Peer format;

    /** Bytes of the body. */
    @Param({"16", "128", "4096", "262144"})
    public int size;

    private byte[] body;
    private byte[] chunk;
    private ByteBuffer buffer;
    private Object frame;
    private FrameEncoder<Object> encoder;

    /** Builds the frame and the room for it. */
    @Setup
    public void setUp() {
        body = Peer.body(size);
        chunk = new byte[size + 16];
        buffer = ByteBuffer.wrap(chunk);
        frame = frame(Payload.of(body));
        encoder = encoder();
    }

    @SuppressWarnings("unchecked") // frame() makes what the format takes
    private FrameEncoder<Object> encoder() {
        return FrameEncoder.of((FrameFormat<Object>) format.format, Peer.LIMIT);
    }

    private Object frame(Payload payload) {
        return switch (format) {
            case TYPED -> new TypedFrame(0x10, 0, payload);
            case MULTIPLEXED -> new StreamFrame(1, payload);
            case ENVELOPE, LENGTH_PREFIXED, JSON_LINES -> payload;
        };
    }

    /**
     * Ours: limit checked, straight into the connection's chunk.
     *
     * @return the chunk
     */
    @Benchmark
    public byte[] trunkline() {
        Object prepared = encoder.prepare(frame);
        encoder.write(prepared, chunk, 0, encoder.size(prepared));
        return chunk;
    }

    /**
     * Netty: a pooled buffer per message, as its encoders make one.
     *
     * @return bytes written
     */
    @Benchmark
    public int netty() {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(size + 16);
        switch (format) {
            case ENVELOPE -> out.writeInt(size).writeInt(0);
            case LENGTH_PREFIXED -> out.writeInt(size);
            case TYPED -> out.writeShort(0x10).writeInt(size).writeShort(0);
            case MULTIPLEXED -> out.writeInt(1).writeInt(size);
            case JSON_LINES -> {}
        }
        out.writeBytes(body);
        if (format.isLines()) {
            out.writeByte('\n');
        }
        int written = out.readableBytes();
        out.release();
        return written;
    }

    /**
     * By hand: one reused buffer. No limit is checked, and a line is not searched for LF.
     *
     * @return the buffer
     */
    @Benchmark
    public ByteBuffer minimum() {
        ByteBuffer out = buffer.clear();
        switch (format) {
            case ENVELOPE -> out.putInt(size).putInt(0);
            case LENGTH_PREFIXED -> out.putInt(size);
            case TYPED -> out.putShort((short) 0x10).putInt(size).putShort((short) 0);
            case MULTIPLEXED -> out.putInt(1).putInt(size);
            case JSON_LINES -> {}
        }
        out.put(body);
        return format.isLines() ? out.put((byte) '\n') : out;
    }
}
