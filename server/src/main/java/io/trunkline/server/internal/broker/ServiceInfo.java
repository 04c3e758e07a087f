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
    private volatile long lastSign;

    ServiceInfo(TcpConnection connection) {
        this.connection = connection;
        this.lastSign = connection.loop().nanos();
    }

    void register(String name, String description) {
        registration = new Registration(name, description);
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
