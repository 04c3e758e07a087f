package io.trunkline.benchmarks;

import io.trunkline.Action;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The header line of a request with an id and a timeout, written into a chunk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderWriteBenchmark {
    private final HeaderWriter writer = new HeaderWriter();
    private final TopicName topic = TopicName.of("orders.get");
    private final byte[] out = new byte[HeaderParser.MAX_LENGTH + 1];

    /**
     * Ours: straight into the chunk.
     *
     * @return bytes written
     */
    @Benchmark
    public int write() {
        return writer.begin(Action.REQUEST, topic, SemVer.DEFAULT)
                .requestId(0x123e4567e89b42d3L, 0xa456426614174000L)
                .timeoutMs(5_000)
                .write(out, 0);
    }

    /**
     * By concatenation.
     *
     * @return its bytes
     */
    @Benchmark
    public byte[] concatenate() {
        return ("request:" + topic.text() + ":1.0.0:123e4567-e89b-42d3-a456-426614174000::" + 5_000 + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
