package io.trunkline.server.internal.admission;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what each address has, and remembers how often it has connected of late.
 *
 * <pre>{@code
 *           enters                      the last one leaves
 * (absent) ────────▶ active: has some ─────────────────────▶ idle: has only a debt ──paid, or pushed out──▶ (absent)
 *                        ▲                                     │ enters
 *                        └─────────────────────────────────────┘
 * }</pre>
 *
 * <p>There are never more active addresses than connections, and never more idle ones than {@value #MAX_IDLE}: then the one
 * that has been idle longest is forgotten. So an attacker with many addresses buys a fresh start for one of them with 65,536
 * others. Thread-safe: guarded by {@code this}, for a few map operations at a time.
 */
final class AddressTable {
    /** About 8 MiB at most (faults.md, "table bounded to 65,536 addresses"). */
    static final int MAX_IDLE = 65_536;

    /** How an attempt went. */
    enum Verdict {
        IN,
        CONNECTIONS,
        HANDSHAKES,
        RATE
    }

    private static final class Entry {
        final Bucket bucket;
        int connections;
        int handshakes;

        Entry(long now) {
            bucket = new Bucket(now);
        }
    }

    private final AddressLimits limits;
    private final int maxIdle;
    private final Map<AddressKey, Entry> active = new HashMap<>();

    /** The one that has been idle longest comes first. */
    private final Map<AddressKey, Entry> idle = new LinkedHashMap<>();

    AddressTable(AddressLimits limits) {
        this(limits, MAX_IDLE);
    }

    AddressTable(AddressLimits limits, int maxIdle) {
        this.limits = limits;
        this.maxIdle = maxIdle;
    }

    /** Counts one more connection of an address, or says which limit it would cross; then nothing is counted. */
    synchronized Verdict tryEnter(AddressKey address, boolean handshake, long now) {
        forgetPaid(now);
        Entry entry = find(address);
        Entry counted = entry == null ? new Entry(now) : entry;
        Verdict verdict = verdict(counted, handshake, now);
        if (verdict == Verdict.IN) {
            counted.connections++;
            counted.handshakes += handshake ? 1 : 0;
            idle.remove(address);
            active.put(address, counted);
        }
        return verdict;
    }

    private @Nullable Entry find(AddressKey address) {
        Entry entry = active.get(address);
        return entry == null ? idle.get(address) : entry;
    }

    /** The rate last: what is refused for another reason costs nothing of it. */
    private Verdict verdict(Entry entry, boolean handshake, long now) {
        if (entry.connections >= limits.connections()) {
            return Verdict.CONNECTIONS;
        }
        if (handshake && entry.handshakes >= limits.handshakes()) {
            return Verdict.HANDSHAKES;
        }
        Pace rate = limits.rate();
        return rate == null || entry.bucket.tryTake(rate, now) ? Verdict.IN : Verdict.RATE;
    }

    /** A handshake of an address has ended well. */
    synchronized void opened(AddressKey address) {
        Entry entry = active.get(address);
        if (entry != null && entry.handshakes > 0) {
            entry.handshakes--;
        }
    }

    /** A connection of an address is gone. */
    synchronized void left(AddressKey address, boolean inHandshake, long now) {
        Entry entry = active.get(address);
        if (entry == null) {
            return;
        }
        if (inHandshake && entry.handshakes > 0) {
            entry.handshakes--;
        }
        if (--entry.connections == 0) {
            active.remove(address);
            remember(address, entry, now);
        }
        forgetPaid(now);
    }

    private void remember(AddressKey address, Entry entry, long now) {
        if (entry.bucket.isFull(now)) {
            return;
        }
        if (idle.size() >= maxIdle) {
            Iterator<AddressKey> eldest = idle.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        idle.put(address, entry);
    }

    /** From the one that has been idle longest on; who owes more than those behind it holds them for as long. */
    private void forgetPaid(long now) {
        Iterator<Entry> entries = idle.values().iterator();
        while (entries.hasNext() && entries.next().bucket.isFull(now)) {
            entries.remove();
        }
    }

    synchronized int active() {
        return active.size();
    }

    synchronized int idle() {
        return idle.size();
    }

    /** What an address has at present; for tests. */
    synchronized int connections(AddressKey address) {
        Entry entry = active.get(address);
        return entry == null ? 0 : entry.connections;
    }

    /** Forgets what has been paid by now; for tests, since every attempt does it too. */
    synchronized void sweep(long now) {
        idle.values().removeIf(entry -> entry.bucket.isFull(now));
    }
}
