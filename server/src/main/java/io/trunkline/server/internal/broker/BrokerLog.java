package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.LogLevel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows clients what happens in the broker: {@code system.log}.
 *
 * <pre>{@code
 * tell ─▶ anybody for this level? ─no─▶ nothing
 *              │ yes
 *              ▼
 *        one queue, bounded ─▶ a worker: filters, then sends to each that wants it
 * }</pre>
 *
 * <p>Thread-safe, and never blocks. Sending an event makes none. Implements SPEC.md, log, metrics and audit events.
 */
final class BrokerLog {
    static final String TOPIC = "system.log";

    private static final byte[] HEAD = Heads.response(TopicName.of(TOPIC), SemVer.DEFAULT, null);

    private final Map<ClientSession, LogFilter> filters = new ConcurrentHashMap<>();
    private final LogLevel least;
    private final BoundedLine line;

    /** One bit per level that somebody wants. */
    private volatile int wanted;

    BrokerLog(LogLevel least, BoundedLine line) {
        this.least = least;
        this.line = line;
    }

    /** Sends a client what its filter lets through, from now on and in place of an earlier one. */
    void subscribe(ClientSession client, LogFilter filter) {
        filters.put(client, filter);
        lookWhatIsWanted();
    }

    /** Sends it errors, unless it has said what it wants. */
    void subscribe(ClientSession client) {
        filters.putIfAbsent(client, LogFilter.DEFAULT);
        lookWhatIsWanted();
    }

    void unsubscribe(ClientSession client) {
        if (filters.remove(client) != null) {
            lookWhatIsWanted();
        }
    }

    @SuppressWarnings("EnumOrdinal") // A bit per level, in memory only.
    private synchronized void lookWhatIsWanted() {
        int bits = 0;
        for (LogFilter filter : filters.values()) {
            for (LogLevel level : filter.levels()) {
                bits |= level.compareTo(least) >= 0 ? 1 << level.ordinal() : 0;
            }
        }
        wanted = bits;
    }

    /** Whether telling of this level is worth the words. */
    @SuppressWarnings("EnumOrdinal") // As above.
    boolean isOn(LogLevel level) {
        return (wanted & 1 << level.ordinal()) != 0;
    }

    /** Whether telling of one of two levels is. */
    boolean isOn(LogLevel one, LogLevel other) {
        return isOn(one) || isOn(other);
    }

    /** Tells of something that concerns one client. */
    void tell(LogLevel level, String message, String serviceId) {
        if (isOn(level)) {
            tell(level, message, Map.of("serviceId", serviceId));
        }
    }

    /** Tells of something, with facts that belong to it. */
    void tell(LogLevel level, String message, Map<String, ?> facts) {
        if (isOn(level)) {
            String time = ControlJson.timestamp(Instant.now());
            line.run(() -> send(level, message, facts, time));
        }
    }

    private void send(LogLevel level, String message, Map<String, ?> facts, String time) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("level", level.name().toLowerCase(Locale.ROOT));
        event.put("message", message);
        event.put("timestamp", time);
        event.putAll(facts);
        Body body = ControlJson.body(ControlJson.object(event));
        filters.forEach((client, filter) -> {
            if (filter.wants(level, message)) {
                client.outbox().send(HEAD, body);
            }
        });
    }
}
