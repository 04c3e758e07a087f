package io.trunkline.server.internal.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What the process and its machine use, as of the last look.
 *
 * <p>Thread-safe. A look reads files of the kernel, so it is taken where blocking is allowed, and shown from memory.
 */
public final class Machine {
    private static final Path UPTIME = Path.of("/proc/uptime");

    private record Sample(double processCpu, double systemCpu, double total, double used, double uptime) {}

    private static final Sample UNKNOWN = new Sample(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final CoreLoads cores = new CoreLoads();
    private volatile Sample sample = UNKNOWN;

    /** Has not looked yet. */
    public Machine() {}

    /** Looks; may block for a moment. */
    public void look() {
        cores.look();
        double total = system.getTotalMemorySize();
        sample = new Sample(
                known(system.getProcessCpuLoad()),
                known(system.getCpuLoad()),
                total,
                total - system.getFreeMemorySize(),
                uptime());
    }

    /** The platform says a negative number where it does not know. */
    private static double known(double load) {
        return load < 0 ? Double.NaN : load;
    }

    private static double uptime() {
        try {
            String text = Files.readString(UPTIME);
            return Double.parseDouble(text.substring(0, text.indexOf(' ')));
        } catch (IOException | RuntimeException e) {
            return Double.NaN; // Not every system has this file, and nothing depends on the figure.
        }
    }

    /**
     * Tells how busy each core is.
     *
     * @return from 0 to 1, by the number of the core; empty where that is not known
     */
    public Map<String, Double> coreLoads() {
        return cores.loads();
    }

    /**
     * Names the figures.
     *
     * @param metrics to name them in
     */
    public void nameIn(Metrics metrics) {
        Runtime runtime = Runtime.getRuntime();
        metrics.gauge("process.cpu.percent", of(Sample::processCpu));
        metrics.gauge("process.memory.bytes", () -> runtime.totalMemory() - runtime.freeMemory());
        metrics.gauge(
                "process.memory.percent", of(now -> (runtime.totalMemory() - runtime.freeMemory()) / now.total()));
        metrics.gauge(
                "process.uptime", () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        metrics.gauge("system.cpu.percent", of(Sample::systemCpu));
        metrics.gauge("system.memory.bytes", of(Sample::used));
        metrics.gauge("system.memory.percent", of(now -> now.used() / now.total()));
        metrics.gauge("system.uptime", of(Sample::uptime));
    }

    private DoubleSupplier of(ToDoubleFunction<Sample> figure) {
        return () -> figure.applyAsDouble(sample);
    }
}
