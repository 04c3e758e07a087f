package io.trunkline.client;

import io.trunkline.transport.OutboundLimits;
import java.time.Duration;

/** Ranges that several options share, refused with the setting's name, its value and what is allowed. */
final class ClientLimits {
    /** What the header's timeout field can carry: 3,600,000 ms. */
    static final Duration MAX_REQUEST_TIMEOUT = Duration.ofHours(1);

    /** Longer than any handshake that will still succeed. */
    static final Duration MAX_CONNECT_TIMEOUT = Duration.ofHours(1);

    /** As listeners have it. */
    static final Duration MAX_IDLE_TIMEOUT = Duration.ofHours(24);

    /** The longest header line, its LF included. */
    private static final int MAX_HEADER = 367;

    /** The default limit of every format. */
    static final int DEFAULT_MAX_FRAME = 1 << 20;

    /** A frame of 1 MiB, the default limit of every format, less the longest header. */
    static final int DEFAULT_MAX_PAYLOAD = DEFAULT_MAX_FRAME - MAX_HEADER;

    /** The hard ceiling of frames, 64 MiB, less the longest header. */
    static final int MAX_PAYLOAD = (64 << 20) - MAX_HEADER;

    /** The largest message. */
    static final int MAX_OFFLINE = 64 << 20;

    /** More than any broker's limit per address leaves room for, and each costs a descriptor on both sides. */
    static final int MAX_CONNECTIONS = 64;

    /** What brokers take, in characters. */
    static final int MAX_SERVICE_NAME = 36;

    static final int MAX_DESCRIPTION = 1_024;

    private ClientLimits() {}

    static void holdsLargestMessage(OutboundLimits outbound, int maxPayload) {
        long needed = (long) maxPayload + MAX_HEADER + outbound.high();
        if (outbound.cap() < needed) {
            throw new IllegalArgumentException("outbound cap is " + outbound.cap() + ", allowed is at least " + needed
                    + ": the largest message (maxPayload " + maxPayload + " + header " + MAX_HEADER
                    + ") beside the high watermark " + outbound.high());
        }
    }

    static Duration requestTimeout(String setting, Duration value) {
        return positive(setting, value, MAX_REQUEST_TIMEOUT);
    }

    static Duration positive(String setting, Duration value, Duration max) {
        if (value.isNegative() || value.isZero() || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    setting + " is " + value + ", allowed is more than 0 and at most " + max);
        }
        return value;
    }

    static int inRange(String setting, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(setting + " is " + value + ", allowed is " + min + ".." + max);
        }
        return value;
    }
}
