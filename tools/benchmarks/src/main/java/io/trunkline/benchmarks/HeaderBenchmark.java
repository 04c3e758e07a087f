package io.trunkline.benchmarks;

import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.TopicCache;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The header line of a broker message, parsed in place for a topic seen before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderBenchmark {
    /** The three headers that a connection sees most. */
    public enum Line {
        /** One way: no id. */
        PUBLISH("publish:orders.get:1.0.0"),
        /** With an id. */
        RESPONSE("response:orders.get:1.0.0:123e4567-e89b-42d3-a456-426614174000"),
        /** With an id and a timeout. */
        REQUEST("request:orders.get:1.0.0:123e4567-e89b-42d3-a456-426614174000::5000");

        private final String text;

        Line(String text) {
            this.text = text;
        }
    }

    /** What is parsed. */
    @Param
    public Line line;

    private final HeaderParser parser = new HeaderParser(new TopicCache());
    private byte[] message;

    /** Lets the parser see the topic once. */
    @Setup
    public void setUp() {
        message = (line.text + "\n{}").getBytes(StandardCharsets.US_ASCII);
        parser.parse(message, 0, message.length);
    }

    /**
     * Ours: the whole grammar, on bytes.
     *
     * @return the parser
     */
    @Benchmark
    public HeaderParser parse() {
        parser.parse(message, 0, message.length);
        return parser;
    }

    /**
     * The line to strings, without any check of the grammar.
     *
     * @return its fields
     */
    @Benchmark
    public String[] split() {
        int end = 0;
        while (message[end] != '\n') {
            end++;
        }
        return new String(message, 0, end, StandardCharsets.US_ASCII).split(":", -1);
    }
}
