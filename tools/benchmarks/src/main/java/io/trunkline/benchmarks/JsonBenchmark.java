package io.trunkline.benchmarks;

import io.trunkline.Payload;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON payload of 128 bytes: bound to a record and back through the default codec, beside Jackson's bare tree. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {
    private static final String TEXT =
            "{\"id\":1234567,\"name\":\"a customer of ours\",\"email\":\"somebody@example.org\","
                    + "\"active\":true,\"score\":98.25,\"note\":\"0123456789abc\"}";

    /** What the payload is bound to. */
    public record Customer(int id, String name, String email, boolean active, double score, String note) {}

    private final byte[] bytes = TEXT.getBytes(StandardCharsets.US_ASCII);
    private final Payload payload = Payload.of(bytes);
    private final Customer customer = payload.as(Customer.class);
    private final JsonMapper bare = JsonMapper.builder().build();
    private final JsonNode tree = bare.readTree(bytes);

    /**
     * Ours: strict, with every limit on.
     *
     * @return a record
     */
    @Benchmark
    public Customer bind() {
        return payload.as(Customer.class);
    }

    /**
     * Ours: non-ASCII escaped.
     *
     * @return a payload
     */
    @Benchmark
    public Payload write() {
        return Payload.json(customer);
    }

    /**
     * Jackson with its defaults, to a record.
     *
     * @return a record
     */
    @Benchmark
    public Customer bareBind() {
        return bare.readValue(bytes, Customer.class);
    }

    /**
     * Jackson with its defaults, to a tree.
     *
     * @return a tree
     */
    @Benchmark
    public JsonNode bareTree() {
        return bare.readTree(bytes);
    }

    /**
     * Jackson with its defaults, from a tree.
     *
     * @return bytes
     */
    @Benchmark
    public byte[] bareTreeWrite() {
        return bare.writeValueAsBytes(tree);
    }
}
