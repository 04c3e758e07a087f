package io.trunkline.server.internal.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Numbers by name: gauges and totals as they are now, rates over the last whole interval.
 *
 * <pre>{@code
 * 0 ......... tick ......... tick ....... now
 *              └── rates ─────┘            before the first tick: since the beginning
 * }</pre>
 *
 * <p>Named once, before it is shared; thread-safe from then on.
 */
public final class Metrics {
    private record Gauge(String name, DoubleSupplier value) {}

    private final List<Gauge> gauges = new ArrayList<>();
    private final List<RateGauge> rates = new ArrayList<>();
    private final long began;

    /**
     * Begins without a name.
     *
     * @param now on the monotonic clock
     */
    public Metrics(long now) {
        this.began = now;
    }

    /**
     * Names a number.
     *
     * @param name in lower case, with dots
     * @param value asked when it is shown, on any thread; NaN where it is not known
     */
    public void gauge(String name, DoubleSupplier value) {
        gauges.add(new Gauge(name, value));
    }

    /**
     * Names a total, and the rate at which it grows.
     *
     * @param total the name of the one
     * @param rate the name of the other
     * @param value never falls
     */
    public void counter(String total, String rate, LongSupplier value) {
        gauge(total, value::getAsLong);
        rate(rate, value);
    }

    /**
     * Names the rate at which a total grows.
     *
     * @param name in lower case, with dots
     * @param value never falls
     */
    public void rate(String name, LongSupplier value) {
        rates.add(new RateGauge(name, value, began));
    }

    /**
     * Ends an interval and begins the next.
     *
     * @param now on the monotonic clock
     */
    public void tick(long now) {
        rates.forEach(rate -> rate.tick(now));
    }

    /**
     * Shows every number that is known.
     *
     * @param now on the monotonic clock
     * @return by name; whole numbers without a fraction
     */
    public Map<String, Number> show(long now) {
        Map<String, Number> shown = new TreeMap<>();
        gauges.forEach(gauge -> put(shown, gauge.name(), gauge.value().getAsDouble()));
        rates.forEach(rate -> put(shown, rate.name(), rate.perSecond(now)));
        return shown;
    }

    private static void put(Map<String, Number> shown, String name, double value) {
        if (Double.isFinite(value)) {
            shown.put(name, number(value));
        }
    }

    /**
     * Rounds a figure as all figures are.
     *
     * @param value finite
     * @return whole without a fraction, else to four digits behind the point
     */
    public static Number number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? (Number) (long) value
                : (Number) (Math.round(value * 1e4) / 1e4);
    }
}
