package io.trunkline.server.internal.admission;

import io.trunkline.transport.internal.Ticker;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Locks out who fails to authenticate too often: an address, or whom a certificate stands for.
 *
 * <pre>{@code
 *                        failures within the duration         the duration is over
 * (absent) ──failure──▶ COUNTING ──as many as are allowed──▶ LOCKED ──────────────────▶ (absent)
 *                         └── none for the duration ──▶ (absent)
 * }</pre>
 *
 * <p>Success forgives nothing: whoever has one right token could else guess others for ever. Bounded as the table of addresses
 * is; whoever has gone longest without a failure is forgotten first. Thread-safe: guarded by {@code this}.
 */
public final class Lockouts {
    static final int MAX_ENTRIES = 65_536;

    private static final class Entry {
        int failures;
        boolean locked;
        long until;
    }

    private final int allowed;
    private final long durationNanos;
    private final int maxEntries;
    private final Ticker ticker;

    /** By address or name; who failed longest ago comes first. */
    private final Map<Object, Entry> entries = new LinkedHashMap<>();

    /**
     * Begins with nobody locked out.
     *
     * @param allowed failures; the last of them locks
     * @param durationNanos for which a failure counts, and a lock holds
     * @param ticker the clock
     */
    public Lockouts(int allowed, long durationNanos, Ticker ticker) {
        this(allowed, durationNanos, ticker, MAX_ENTRIES);
    }

    Lockouts(int allowed, long durationNanos, Ticker ticker, int maxEntries) {
        this.allowed = allowed;
        this.durationNanos = durationNanos;
        this.ticker = ticker;
        this.maxEntries = maxEntries;
    }

    synchronized boolean isLocked(Object who) {
        Entry entry = entries.get(who);
        return entry != null && entry.locked && ticker.nanos() - entry.until < 0;
    }

    /** Counts a failure. */
    synchronized void failed(Object who) {
        long now = ticker.nanos();
        forgetOver(now);
        Entry before = entries.remove(who);
        Entry entry = before == null || now - before.until >= 0 ? new Entry() : before;
        entries.put(who, entry);
        if (entry.locked) {
            return; // Whoever goes on trying is not kept out for ever, and so does not keep out others of his address.
        }
        entry.until = now + durationNanos;
        entry.locked = ++entry.failures >= allowed;
        if (entries.size() > maxEntries) {
            Iterator<Object> eldest = entries.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    private void forgetOver(long now) {
        Iterator<Entry> each = entries.values().iterator();
        while (each.hasNext() && now - each.next().until >= 0) {
            each.remove();
        }
    }

    synchronized int size() {
        return entries.size();
    }
}
