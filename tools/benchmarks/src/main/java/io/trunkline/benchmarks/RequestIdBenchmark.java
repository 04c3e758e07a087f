package io.trunkline.benchmarks;

import io.trunkline.codec.internal.message.RequestId;
import io.trunkline.codec.internal.message.RequestIds;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Request ids: made, read from a header, written into one; beside {@link UUID} and its text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestIdBenchmark {
    private static final String TEXT = "123e4567-e89b-42d3-a456-426614174000";

    private final RequestIds ids = new RequestIds();
    private final byte[] bytes = TEXT.getBytes(StandardCharsets.US_ASCII);
    private final byte[] out = new byte[RequestId.LENGTH];

    /**
     * Ours: a version 4 id as two longs.
     *
     * @return both, folded
     */
    @Benchmark
    public long make() {
        long ticket = ids.next();
        return ids.high(ticket) ^ ids.low(ticket);
    }

    /**
     * The JDK's.
     *
     * @return an id
     */
    @Benchmark
    public UUID makeUuid() {
        return UUID.randomUUID();
    }

    /**
     * Ours: checked and read from bytes.
     *
     * @return both longs, folded
     */
    @Benchmark
    public long read() {
        return RequestId.isLegal(bytes, 0) ? RequestId.high(bytes, 0) ^ RequestId.low(bytes, 0) : 0;
    }

    /**
     * The JDK's, which accepts "1-1-1-1-1" too and so is no check.
     *
     * @return an id
     */
    @Benchmark
    public UUID readUuid() {
        return UUID.fromString(TEXT);
    }

    /**
     * Ours: text into a chunk.
     *
     * @return the chunk
     */
    @Benchmark
    public byte[] write() {
        RequestId.write(0x123e4567e89b42d3L, 0xa456426614174000L, out, 0);
        return out;
    }
}
