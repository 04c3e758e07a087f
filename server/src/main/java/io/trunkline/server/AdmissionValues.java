package io.trunkline.server;

import io.trunkline.server.internal.admission.AddressRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings behind {@link Admission} and their defaults: a builder changes its own, options never. Caller-confined. */
final class AdmissionValues {
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int MOST_FAILURES = 1_000_000;
    private static final Duration LONGEST_LOGIN = Duration.ofMinutes(5);
    private static final Duration LONGEST_LOCK = Duration.ofHours(24);

    int maxConnections = 10_000;
    int maxConnectionsPerAddress = 256;
    int maxHandshakesPerAddress = 64;

    @Nullable
    Rate connectionRate = Rate.of(100, Duration.ofSeconds(1)).burst(200);

    boolean limitLoopback;
    final List<AddressRange> allowed = new ArrayList<>();
    final List<AddressRange> denied = new ArrayList<>();

    @Nullable
    Authenticator authenticator;

    Duration authenticationTimeout = Duration.ofSeconds(5);
    int lockoutFailures = 5;

    @Nullable
    Duration lockoutDuration = Duration.ofSeconds(60);

    @Nullable
    Permissions permissions;

    @Nullable
    Rate ratePerConnection;

    @Nullable
    Rate ratePerIdentity;

    @Nullable
    Rate ratePerTopic;

    final List<TopicRate> topicRates = new ArrayList<>();

    /** Topics, and how often one connection may use them. Immutable. */
    record TopicRate(String pattern, Rate rate) {}

    AdmissionValues() {}

    AdmissionValues(AdmissionValues other) {
        maxConnections = other.maxConnections;
        maxConnectionsPerAddress = other.maxConnectionsPerAddress;
        maxHandshakesPerAddress = other.maxHandshakesPerAddress;
        connectionRate = other.connectionRate;
        limitLoopback = other.limitLoopback;
        allowed.addAll(other.allowed);
        denied.addAll(other.denied);
        authenticator = other.authenticator;
        authenticationTimeout = other.authenticationTimeout;
        lockoutFailures = other.lockoutFailures;
        lockoutDuration = other.lockoutDuration;
        permissions = other.permissions;
        ratePerConnection = other.ratePerConnection;
        ratePerIdentity = other.ratePerIdentity;
        ratePerTopic = other.ratePerTopic;
        topicRates.addAll(other.topicRates);
    }

    void check() {
        inRange("maxConnections", maxConnections, MOST_CONNECTIONS);
        inRange("maxConnectionsPerAddress", maxConnectionsPerAddress, MOST_CONNECTIONS);
        inRange("maxHandshakesPerAddress", maxHandshakesPerAddress, MOST_CONNECTIONS);
        inRange("lockout failures", lockoutFailures, MOST_FAILURES);
        inRange("authenticationTimeout", authenticationTimeout, LONGEST_LOGIN);
        if (lockoutDuration != null) {
            inRange("lockout duration", lockoutDuration, LONGEST_LOCK);
        }
    }

    private static void inRange(String setting, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(setting + " must be 1 to " + most + ": " + value);
        }
    }

    private static void inRange(String setting, Duration value, Duration most) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(setting + " must be PT0.001S to " + most + ": " + value);
        }
    }

    /** Shows every setting; an authenticator by its class, for its text may say more than a log should. */
    String described() {
        return "maxConnections=" + maxConnections + ", maxConnectionsPerAddress=" + maxConnectionsPerAddress
                + ", maxHandshakesPerAddress=" + maxHandshakesPerAddress + ", connectionRate="
                + shown(connectionRate, "unlimited") + ", limitLoopback=" + limitLoopback + ", allow=" + allowed
                + ", deny=" + denied + ", authenticator="
                + (authenticator == null ? "none" : authenticator.getClass().getSimpleName())
                + ", authenticationTimeout=" + authenticationTimeout + ", lockout="
                + (lockoutDuration == null ? "off" : lockoutFailures + " failures, " + lockoutDuration)
                + ", permissions=" + shown(permissions, "none") + ", ratePerConnection="
                + shown(ratePerConnection, "unlimited") + ", ratePerIdentity=" + shown(ratePerIdentity, "unlimited")
                + ", ratePerTopic=" + shown(ratePerTopic, "unlimited") + ", topicRates=" + topicRates;
    }

    private static Object shown(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
