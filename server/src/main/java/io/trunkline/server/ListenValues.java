package io.trunkline.server;

import io.trunkline.codec.Framing;
import io.trunkline.transport.FramePace;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.TlsOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings behind {@link ListenOptions} and their defaults: a builder changes its own, options never. Caller-confined. */
final class ListenValues {
    /** As far as {@link ListenOptions.Builder#maxFrame} goes: one frame must fit into an array, with room to double. */
    private static final int MAX_FRAME_CEILING = 64 * 1024 * 1024;

    private static final int MAX_PORT = 65_535;
    /** Each may hold a window of 64 KiB and a handler: more belong on more connections. */
    private static final int MAX_STREAMS = 10_000;

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_IDLE = Duration.ofHours(24);
    /** Longer than any handshake takes: until it is over a peer holds a place, and nobody knows who it is. */
    private static final Duration MAX_HANDSHAKE = Duration.ofMinutes(5);

    @Nullable
    String name;

    @Nullable
    InetAddress address;

    boolean anyAddress;
    int port = 8_081;

    @Nullable
    Framing framing;

    SocketOptions socket = SocketOptions.DEFAULT;

    @Nullable
    TlsOptions tls;

    Duration handshakeTimeout = Duration.ofSeconds(5);
    OutboundLimits outbound = OutboundLimits.DEFAULT;
    int maxFrame = 1_048_576;
    FramePace framePace = FramePace.DEFAULT;

    @Nullable
    Duration idleTimeout = Duration.ofMinutes(5);

    boolean ordered;
    boolean onLoop;
    int maxStreams = 100;
    boolean unlimitedRate;

    ListenValues() {}

    ListenValues(ListenValues other) {
        name = other.name;
        address = other.address;
        anyAddress = other.anyAddress;
        port = other.port;
        framing = other.framing;
        socket = other.socket;
        tls = other.tls;
        handshakeTimeout = other.handshakeTimeout;
        outbound = other.outbound;
        maxFrame = other.maxFrame;
        framePace = other.framePace;
        idleTimeout = other.idleTimeout;
        ordered = other.ordered;
        onLoop = other.onLoop;
        maxStreams = other.maxStreams;
        unlimitedRate = other.unlimitedRate;
    }

    InetSocketAddress boundAddress() {
        InetAddress local = address == null ? InetAddress.getLoopbackAddress() : address;
        return anyAddress ? new InetSocketAddress(port) : new InetSocketAddress(local, port);
    }

    /** Checks every setting, alone and together. */
    void check() {
        require(name == null || !name.isBlank(), "name must not be blank");
        require(port >= 0 && port <= MAX_PORT, "port must be 0 to " + MAX_PORT + ": " + port);
        require(
                maxFrame >= 1 && maxFrame <= MAX_FRAME_CEILING,
                "maxFrame must be 1 to " + MAX_FRAME_CEILING + ": " + maxFrame);
        require(
                maxStreams >= 1 && maxStreams <= MAX_STREAMS,
                "maxStreams must be 1 to " + MAX_STREAMS + ": " + maxStreams);
        long room = (long) maxFrame + outbound.high();
        require(
                outbound.cap() >= room,
                "outbound cap must hold maxFrame and the high watermark, " + room + ": " + outbound.cap());
        inRange("handshakeTimeout", handshakeTimeout, MAX_HANDSHAKE);
        if (idleTimeout != null) {
            inRange("idleTimeout", idleTimeout, MAX_IDLE);
        }
    }

    private static void inRange(String name, Duration set, Duration longest) {
        require(
                set.compareTo(MIN_TIMEOUT) >= 0 && set.compareTo(longest) <= 0,
                name + " must be " + MIN_TIMEOUT + " to " + longest + ": " + set);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Shows every setting. */
    String described() {
        return "name=" + shown(name, "none") + ", address=" + boundAddress() + ", framing=" + shown(framing, "unset")
                + ", socket=" + socket + ", tls=" + shown(tls, "none") + ", handshakeTimeout="
                + handshakeTimeout + ", outbound=" + outbound + ", maxFrame="
                + maxFrame
                + ", framePace=" + framePace + ", idleTimeout=" + shown(idleTimeout, "none") + ", ordered=" + ordered
                + ", onLoop=" + onLoop + ", maxStreams=" + maxStreams + ", unlimitedRate="
                + unlimitedRate;
    }

    private static Object shown(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
