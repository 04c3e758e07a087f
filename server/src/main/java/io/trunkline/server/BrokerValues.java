package io.trunkline.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The values behind {@link BrokerOptions} and its builder, and what is allowed of them. Caller-confined until built. */
final class BrokerValues {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    /** The largest timeout that a header can name. */
    private static final Duration LONGEST_REQUEST = Duration.ofHours(1);
    /** More often, and measuring would be what is measured. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    private static final int MAX_PAYLOAD = 67_108_864;

    Duration requestTimeout = Duration.ofSeconds(5);
    Duration maxRequestTimeout = LONGEST_REQUEST;
    Duration heartbeatAfter = Duration.ofSeconds(30);
    Duration deadAfter = Duration.ofSeconds(60);
    Duration monitoringInterval = Duration.ofSeconds(60);
    LogLevel logLevel = LogLevel.INFO;

    @Nullable
    Integer maxPayload;

    BrokerValues copy() {
        BrokerValues copy = new BrokerValues();
        copy.requestTimeout = requestTimeout;
        copy.maxRequestTimeout = maxRequestTimeout;
        copy.heartbeatAfter = heartbeatAfter;
        copy.deadAfter = deadAfter;
        copy.monitoringInterval = monitoringInterval;
        copy.logLevel = logLevel;
        copy.maxPayload = maxPayload;
        return copy;
    }

    void check() {
        inRange("maxRequestTimeout", maxRequestTimeout, SHORTEST, LONGEST_REQUEST);
        inRange("requestTimeout", requestTimeout, SHORTEST, maxRequestTimeout);
        inRange("heartbeatAfter", heartbeatAfter, SHORTEST, LONGEST);
        inRange("deadAfter", deadAfter, heartbeatAfter.plusNanos(1), LONGEST);
        inRange("monitoringInterval", monitoringInterval, SHORTEST_INTERVAL, LONGEST);
        if (maxPayload != null && (maxPayload < 1 || maxPayload > MAX_PAYLOAD)) {
            throw new IllegalArgumentException("maxPayload must be 1 to " + MAX_PAYLOAD + ": " + maxPayload);
        }
    }

    private static void inRange(String setting, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(setting + " must be " + least + " to " + most + ": " + value);
        }
    }

    @Override
    public String toString() {
        return "[requestTimeout=" + requestTimeout + ", maxRequestTimeout=" + maxRequestTimeout + ", heartbeatAfter="
                + heartbeatAfter + ", deadAfter=" + deadAfter + ", maxPayload="
                + (maxPayload == null ? "frame" : maxPayload) + ", monitoringInterval=" + monitoringInterval
                + ", logLevel=" + logLevel + "]";
    }
}
