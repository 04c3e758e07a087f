package io.trunkline.server.internal.observe;

import io.trunkline.server.Refusal;
import io.trunkline.transport.internal.LogText;
import io.trunkline.transport.internal.OutageLog;
import io.trunkline.transport.internal.Ticker;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts refusals by reason, and logs one line per reason and outage.
 *
 * <p>Thread-safe.
 */
final class RefusalCounts {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalCounts.class);

    private record Entry(LongAdder count, OutageLog log) {}

    private final Map<Refusal.Reason, Entry> entries = new EnumMap<>(Refusal.Reason.class);

    RefusalCounts(Ticker ticker) {
        for (Refusal.Reason reason : Refusal.Reason.values()) {
            entries.put(reason, new Entry(new LongAdder(), new OutageLog(ticker)));
        }
    }

    /** Counts one; the refusal itself is asked for only where a line is due. */
    void count(Refusal.Reason reason, Supplier<Refusal> refusal) {
        Entry entry = Objects.requireNonNull(entries.get(reason), "there is one per reason");
        entry.count().increment();
        if (reason == Refusal.Reason.SHUTTING_DOWN) {
            return; // Nobody is at fault, and the drain has lines of its own.
        }
        long before = entry.log().next();
        if (before != OutageLog.SILENT) {
            Refusal shown = refusal.get();
            LOG.warn(
                    "event=refused reason={} remote={} more={}: {}",
                    reason,
                    shown.remoteAddress(),
                    before,
                    LogText.of(shown.text()));
        }
    }

    /** Every reason that has occurred. */
    Map<Refusal.Reason, Long> counts() {
        Map<Refusal.Reason, Long> counts = new EnumMap<>(Refusal.Reason.class);
        entries.forEach((reason, entry) -> {
            long count = entry.count().sum();
            if (count > 0) {
                counts.put(reason, count);
            }
        });
        return counts;
    }
}
