package io.trunkline.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.trunkline.codec.internal.frame.FormatAccess;
import io.trunkline.codec.internal.frame.FrameSplitter;
import java.nio.ByteBuffer;
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

/** Cutting frames out of one read that holds sixteen of them whole: time and bytes allocated per frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private static final int FRAMES = 16;

    /** What is decoded. */
    @Param
    public Peer format;

    /** Bytes of one body. */
    @Param({"16", "128", "4096", "262144"})
    public int size;

    private byte[] input;
    private FrameSplitter splitter;
    private Peer.NettyDecoder netty;
    private ByteBuf nettyInput;
    private ByteBuffer minimumInput;

    /** Builds the read and the contestants. */
    @Setup
    public void setUp() {
        input = format.frames(size, FRAMES);
        splitter = new FrameSplitter(FormatAccess.delimiter(format.format, Peer.LIMIT));
        netty = format.netty();
        nettyInput = Unpooled.wrappedBuffer(input);
        minimumInput = ByteBuffer.wrap(input);
    }

    /**
     * Ours: every limit checked, each frame handed over in place.
     *
     * @param hole takes the frames
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void trunkline(Blackhole hole) {
        splitter.feed(input, 0, input.length, (array, offset, length) -> {
            hole.consume(offset + length);
            return true;
        });
    }

    /**
     * Netty's decoder, called without a pipeline: a retained slice per frame.
     *
     * @param hole takes the frames
     * @throws Exception never
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void netty(Blackhole hole) throws Exception {
        nettyInput.setIndex(0, input.length);
        for (int i = 0; i < FRAMES; i++) {
            ByteBuf frame = (ByteBuf) netty.next(nettyInput);
            hole.consume(frame.readableBytes());
            frame.release();
        }
    }

    /**
     * By hand: two ints and a slice; for lines a scan and a slice. No limit is checked.
     *
     * @param hole takes the frames
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void minimum(Blackhole hole) {
        for (int at = 0; at < input.length; ) {
            int length = format.isLines() ? lineLength(at) : format.header + minimumInput.getInt(at + format.field);
            if (!format.isLines()) {
                hole.consume(minimumInput.getInt(at));
            }
            hole.consume(minimumInput.slice(at, length));
            at += length;
        }
    }

    private int lineLength(int from) {
        int at = from;
        while (input[at] != '\n') {
            at++;
        }
        return at + 1 - from;
    }
}
