package io.trunkline.benchmarks;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FormatAccess;
import io.trunkline.codec.internal.frame.FrameEncoder;
import io.trunkline.codec.internal.frame.FrameSplitter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** {@code line-length} both ways, beside a loop over the digits; Netty has no decoder for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LineLengthBenchmark {
    private static final int FRAMES = 16;

    /** Bytes of one body. */
    @Param({"16", "128", "4096", "262144"})
    public int size;

    private byte[] input;
    private byte[] chunk;
    private FrameSplitter splitter;
    private Payload payload;
    private FrameEncoder<Payload> encoder;

    /** Builds the read and the frame. */
    @Setup
    public void setUp() {
        payload = Payload.of(Peer.body(size));
        encoder = FrameEncoder.of(FrameFormat.lineLength(), Peer.LIMIT);
        byte[] one = encoder.toBytes(payload);
        chunk = new byte[one.length];
        input = new byte[one.length * FRAMES];
        for (int at = 0; at < input.length; at += one.length) {
            System.arraycopy(one, 0, input, at, one.length);
        }
        splitter = new FrameSplitter(FormatAccess.delimiter(FrameFormat.lineLength(), Peer.LIMIT));
    }

    /**
     * Ours, decoding.
     *
     * @param hole takes the frames
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void decodeTrunkline(Blackhole hole) {
        splitter.feed(input, 0, input.length, (array, offset, length) -> {
            hole.consume(offset + length);
            return true;
        });
    }

    /**
     * By hand, decoding: digits to a length, no check.
     *
     * @param hole takes the frames
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void decodeMinimum(Blackhole hole) {
        for (int at = 0; at < input.length; ) {
            int length = 0;
            int digit = at;
            for (; input[digit] != '\n'; digit++) {
                length = length * 10 + input[digit] - '0';
            }
            at = digit + 1 + length;
            hole.consume(at);
        }
    }

    /**
     * Ours, encoding.
     *
     * @return the chunk
     */
    @Benchmark
    public byte[] encodeTrunkline() {
        Object prepared = encoder.prepare(payload);
        encoder.write(prepared, chunk, 0, encoder.size(prepared));
        return chunk;
    }

    /**
     * With strings, as an application would write it.
     *
     * @return a new array
     */
    @Benchmark
    public byte[] encodeWithStrings() {
        byte[] head = (size + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] out = Arrays.copyOf(head, head.length + size);
        payload.writeTo(java.nio.ByteBuffer.wrap(out, head.length, size));
        return out;
    }
}
