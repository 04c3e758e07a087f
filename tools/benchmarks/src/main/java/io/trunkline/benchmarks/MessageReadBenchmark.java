package io.trunkline.benchmarks;

import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.MessageReader;
import io.trunkline.codec.internal.frame.MessageSink;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.TopicCache;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a broker connection does with one read: sixteen envelope frames cut, assembled and their headers parsed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageReadBenchmark implements MessageSink {
    private static final int FRAMES = 16;
    private static final String HEADER = "request:orders.get:1.0.0:123e4567-e89b-42d3-a456-426614174000::5000\n";

    private final MessageReader reader = MessageReader.brokerEnvelope(FrameLimits.DEFAULT, 0);
    private final HeaderParser header = new HeaderParser(new TopicCache());
    private byte[] input;
    private long ids;

    /** Builds the read. */
    @Setup
    public void setUp() {
        byte[] body = (HEADER + "x".repeat(128)).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frames = ByteBuffer.allocate(FRAMES * (8 + body.length));
        for (int i = 0; i < FRAMES; i++) {
            frames.putInt(body.length).putInt(0).put(body);
        }
        input = frames.array();
    }

    /**
     * Frames, messages and headers.
     *
     * @return the request ids, folded
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long frameAndHeader() {
        reader.feed(input, 0, input.length, this);
        return ids;
    }

    @Override
    public boolean message(int flags, byte[] array, int offset, int length) {
        header.parse(array, offset, length);
        ids ^= header.requestIdHigh() + header.payloadStart();
        return true;
    }

    @Override
    public boolean invalid(PayloadException error) {
        throw error;
    }
}
