package io.trunkline.server.internal.observe;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/**
 * Marks what a user's handler logs with whom it serves: the MDC keys of {@code docs/observability.md}.
 *
 * <p>There is none where the logging framework has no such context: then nobody would see the keys, and they cost nothing.
 * Thread-safe; the marks are those of the calling thread, which is the handler's.
 */
final class LogContext {
    static final String CONNECTION = "trunkline.connection";
    static final String LISTENER = "trunkline.listener";
    static final String TOPIC = "trunkline.topic";
    static final String REQUEST = "trunkline.request";

    private final MDCAdapter adapter;

    private LogContext(MDCAdapter adapter) {
        this.adapter = adapter;
    }

    /** The context of the logging framework that is there; null if it has none. */
    static @Nullable LogContext ofLogging() {
        return of(MDC.getMDCAdapter());
    }

    static @Nullable LogContext of(@Nullable MDCAdapter adapter) {
        return adapter == null || adapter instanceof NOPMDCAdapter ? null : new LogContext(adapter);
    }

    void set(String connection, String listener) {
        adapter.put(CONNECTION, connection);
        adapter.put(LISTENER, listener);
    }

    void setRequest(String topic, @Nullable UUID request) {
        adapter.put(TOPIC, topic);
        if (request != null) {
            adapter.put(REQUEST, request.toString());
        }
    }

    void clear() {
        adapter.remove(CONNECTION);
        adapter.remove(LISTENER);
        adapter.remove(TOPIC);
        adapter.remove(REQUEST);
    }
}
