package io.trunkline.server.internal.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How busy each core of the machine was between the last two looks; before the second, since the machine came up.
 *
 * <p>Thread-safe: looks are guarded by itself, and shown from an immutable map. Known where the kernel has {@code /proc/stat},
 * empty elsewhere: no interface of the JDK tells of single cores.
 */
final class CoreLoads {
    private static final Path STAT = Path.of("/proc/stat");

    /** Its number, then what the core did: user, nice, system, idle, iowait, and kinds of interrupts. */
    private static final Pattern CORE = Pattern.compile("cpu(\\d{1,5})((?: \\d{1,18}){5,})");

    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISKS = 4;

    /** In ticks of the kernel. */
    private record Ticks(long busy, long all) {
        static final Ticks NONE = new Ticks(0, 0);

        double loadSince(Ticks before) {
            long passed = all - before.all;
            return passed <= 0 ? 0 : Math.max(0, (double) (busy - before.busy) / passed);
        }
    }

    private Map<String, Ticks> before = Map.of();
    private volatile Map<String, Double> loads = Map.of();

    /** Looks; may block for a moment. */
    void look() {
        try {
            look(Files.readAllLines(STAT));
        } catch (IOException e) {
            loads = Map.of(); // Not every system has this file, and nothing depends on the figures.
        }
    }

    synchronized void look(List<String> stat) {
        Map<String, Ticks> now = new TreeMap<>();
        for (String line : stat) {
            Matcher core = CORE.matcher(line);
            if (core.matches()) {
                now.put(core.group(1), ticks(core.group(2).strip().split(" ")));
            }
        }
        Map<String, Double> shown = new TreeMap<>();
        now.forEach((core, ticks) -> shown.put(core, ticks.loadSince(before.getOrDefault(core, Ticks.NONE))));
        before = now;
        loads = Map.copyOf(shown);
    }

    private static Ticks ticks(String[] kinds) {
        long all = 0;
        for (String kind : kinds) {
            all += Long.parseLong(kind);
        }
        return new Ticks(all - Long.parseLong(kinds[IDLE]) - Long.parseLong(kinds[WAITING_FOR_DISKS]), all);
    }

    /** From 0 to 1, by the number of the core. */
    Map<String, Double> loads() {
        return loads;
    }
}
