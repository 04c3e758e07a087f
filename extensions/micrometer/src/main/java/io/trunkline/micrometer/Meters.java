package io.trunkline.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Registers meters that ask for one kind of statistics. Immutable; caller-confined.
 *
 * @param registry where to
 * @param prefix of every name
 * @param owner what the meters are about: Micrometer holds it weakly, but their functions hold it, so it stays
 * @param stats gives the figures
 * @param tags of every meter
 * @param <S> the statistics
 */
record Meters<S>(MeterRegistry registry, String prefix, Object owner, Supplier<S> stats, Tags tags) {
    Meters(MeterRegistry registry, String prefix, Object owner, Supplier<S> stats) {
        this(registry, prefix, owner, stats, Tags.empty());
    }

    Meters<S> tagged(Iterable<Tag> more) {
        return new Meters<>(registry, prefix, owner, stats, tags.and(more));
    }

    <T> Meters<T> of(Function<S, T> part) {
        return new Meters<>(registry, prefix, owner, () -> part.apply(stats.get()), tags);
    }

    private ToDoubleFunction<Object> read(ToLongFunction<S> figure) {
        return ignored -> figure.applyAsLong(stats.get());
    }

    void gauge(String name, String unit, String description, ToLongFunction<S> figure) {
        Gauge.builder(prefix + name, owner, read(figure))
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    void counter(String name, String unit, String description, ToLongFunction<S> figure) {
        FunctionCounter.builder(prefix + name, owner, read(figure))
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    void timer(String name, String description, ToLongFunction<S> calls, ToLongFunction<S> nanos) {
        FunctionTimer.builder(
                        prefix + name,
                        owner,
                        ignored -> calls.applyAsLong(stats.get()),
                        read(nanos),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description(description)
                .register(registry);
    }

    void time(String name, String description, TimeUnit unit, ToLongFunction<S> figure) {
        TimeGauge.builder(prefix + name, owner, unit, read(figure))
                .tags(tags)
                .description(description)
                .register(registry);
    }
}
