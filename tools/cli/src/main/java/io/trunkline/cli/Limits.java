package io.trunkline.cli;

import io.trunkline.server.BrokerOptions;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.ServerLimits;
import io.trunkline.transport.OutboundLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limits of a server, one option each; what is not said has its default. */
final class Limits {
    @Option(
            names = "--max-frame",
            paramLabel = "SIZE",
            converter = Sizes.class,
            description = "Largest frame that is read; default 1M.")
    private @Nullable Long maxFrame;

    @Option(
            names = "--frame-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long one frame may take to arrive; default 10s.")
    private @Nullable Duration frameTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "How long a connection may be silent; default 5m, of a broker 60s, with a heartbeat at half of it.")
    private @Nullable Duration idleTimeout;

    @Option(
            names = "--write-stall-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long a peer may take nothing of what waits for it; default 10s.")
    private @Nullable Duration writeStall;

    @Option(
            names = "--handshake-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long a TLS handshake may take; default 5s.")
    private @Nullable Duration handshakeTimeout;

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            description = "Open streams of one multiplexed connection; default 100.")
    private @Nullable Integer maxStreams;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            description = "Requests of one connection that may run at once; default 256.")
    private @Nullable Integer maxInFlight;

    @Option(
            names = "--max-outbound",
            paramLabel = "SIZE",
            converter = Sizes.class,
            description = "Bytes that may wait for one peer before it is cut; default 8M.")
    private @Nullable Long maxOutbound;

    @Option(
            names = "--max-errors",
            paramLabel = "N",
            description = "Mistakes that a connection may make before it is closed; default 16.")
    private @Nullable Integer maxErrors;

    @Option(names = "--json-depth", paramLabel = "N", description = "How deep JSON may be nested, 1 to 64; default 64.")
    private int jsonDepth = 64;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long what runs may take to end after SIGTERM; default 30s.")
    private @Nullable Duration drain;

    /** What only a listener for frames has. */
    void applyToFrames(ListenOptions.Builder listen) {
        if (idleTimeout != null) {
            listen.idleTimeout(idleTimeout);
        }
    }

    /** The limits of the broker; its silences are measured by heartbeats. */
    BrokerOptions broker() {
        BrokerOptions.Builder broker = BrokerOptions.builder();
        if (idleTimeout != null) {
            broker.heartbeatAfter(idleTimeout.dividedBy(2)).deadAfter(idleTimeout);
        }
        return broker.build();
    }

    /** The limits of any listener. */
    void apply(ListenOptions.Builder listen) {
        if (maxFrame != null) {
            listen.maxFrame(Math.toIntExact(maxFrame));
        }
        if (frameTimeout != null) {
            listen.frameTimeout(frameTimeout);
        }
        if (handshakeTimeout != null) {
            listen.handshakeTimeout(handshakeTimeout);
        }
        if (maxStreams != null) {
            listen.maxStreams(maxStreams);
        }
        listen.outbound(outbound());
    }

    private OutboundLimits outbound() {
        OutboundLimits usual = OutboundLimits.DEFAULT;
        return new OutboundLimits(
                usual.low(),
                usual.high(),
                maxOutbound == null ? usual.cap() : Math.toIntExact(maxOutbound),
                writeStall == null ? usual.stall() : writeStall,
                usual.overflow());
    }

    /** The limits of the whole server. */
    ServerLimits server() {
        ServerLimits.Builder limits = ServerLimits.builder();
        if (maxInFlight != null) {
            limits.requestsPerConnection(maxInFlight);
        }
        if (maxErrors != null) {
            limits.protocolErrors(maxErrors);
        }
        return limits.build();
    }

    /** Null for the usual grace. */
    @Nullable
    Duration grace() {
        return drain;
    }

    int jsonDepth() {
        return jsonDepth;
    }
}
