package io.trunkline.benchmarks;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.internal.broker.RoutingAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding who gets a message, among few subscriptions and among many; and patterns made to be slow. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoutingBenchmark {
    /** Topics that are asked for in turn, so that not one path alone is warm. */
    private static final int ASKED = 1024;

    /** Held by all clients together, for events and for requests each. */
    @Param({"10", "100000"})
    private int subscriptions;

    /** {@code names}: one topic each, and one client of {@code #}. {@code plus}: five levels of {@code +} beside them. */
    @Param({"names", "plus"})
    private String patterns = "names";

    private final List<List<String>> asked = new ArrayList<>();
    private RoutingAccess routing = new RoutingAccess(1);
    private int next;

    /** Spreads topics of five levels over a tree that is wide at every level. */
    @Setup
    public void subscribe() {
        routing = new RoutingAccess(10_000_000);
        for (int i = 0; i < subscriptions; i++) {
            String topic = "a" + i % 10 + ".b" + i / 10 % 10 + ".c" + i / 100 % 10 + ".d" + i / 1000 % 10 + ".e" + i;
            routing.subscribe("client" + i % 1000, topic);
            if (asked.size() < ASKED && i % Math.max(1, subscriptions / ASKED) == 0) {
                asked.add(TopicName.of(topic).levels());
            }
        }
        routing.subscribe("everything", "#");
        if (patterns.equals("plus")) {
            everyMixOfPlus();
        }
    }

    /** All 32 patterns that have {@code +} or the level itself at each place, for the first topic asked for. */
    private void everyMixOfPlus() {
        List<String> levels = asked.get(0);
        for (int mask = 0; mask < 32; mask++) {
            List<String> pattern = new ArrayList<>();
            for (int level = 0; level < 5; level++) {
                pattern.add((mask & 1 << level) == 0 ? levels.get(level) : "+");
            }
            routing.subscribe("pattern" + mask, String.join(".", pattern));
        }
    }

    private List<String> topic() {
        next = next + 1 == asked.size() ? 0 : next + 1;
        return asked.get(next);
    }

    /**
     * Who gets an event.
     *
     * @return how many
     */
    @Benchmark
    public int subscribers() {
        return routing.subscribers(topic());
    }

    /**
     * Who answers a request.
     *
     * @return the one
     */
    @Benchmark
    public Object target() {
        return routing.target(topic());
    }
}
