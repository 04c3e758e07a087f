package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a client shows in {@code system.service.list}.
 *
 * <p>Thread-safe: name and description are replaced together.
 */
final class ServiceInfo {
    private record Registration(String name, String description) {}

    private final TcpConnection connection;
    private volatile Registration registration = new Registration("", "");
    private final long since;
    private volatile boolean registered;
    private volatile long lastSign;

    ServiceInfo(TcpConnection connection) {
        this.connection = connection;
        this.since = connection.loop().nanos();
        this.lastSign = since;
    }

    /** True the first time. */
    boolean register(String name, String description) {
        boolean first = !registered;
        registered = true;
        registration = new Registration(name, description);
        return first;
    }

    boolean isRegistered() {
        return registered;
    }

    double uptimeSeconds(long now) {
        return Math.round((now - since) / 1e6) / 1e3;
    }

    /** Takes note of a sign of life. */
    void sign(long now) {
        lastSign = now;
    }

    /** The entry of the list; times are ISO 8601 text. */
    Map<String, Object> toFields(Instant now, long nanos) {
        Registration shown = registration;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", connection.id());
        fields.put("name", shown.name);
        fields.put("description", shown.description);
        fields.put("connectedAt", ControlJson.timestamp(connection.connectedAt()));
        fields.put("lastHeartbeat", ControlJson.timestamp(now.minus(Duration.ofNanos(Math.max(0, nanos - lastSign)))));
        return fields;
    }
}
