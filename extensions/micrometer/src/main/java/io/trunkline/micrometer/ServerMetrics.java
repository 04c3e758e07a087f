package io.trunkline.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.trunkline.server.BrokerStats;
import io.trunkline.server.HandlerStats;
import io.trunkline.server.Refusal;
import io.trunkline.server.ServerStats;
import io.trunkline.server.StreamStats;
import io.trunkline.server.TrunklineServer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Registers what a server counts as meters named {@code trunkline.server.…}.
 *
 * <pre>{@code
 * ServerMetrics.of(server, "server", "orders").bindTo(registry);
 * }</pre>
 *
 * <p>Nothing is counted a second time: a meter asks {@link TrunklineServer#stats()} when the registry reads it, and meters that are
 * read within half a second share one answer. They go on to give the last figures after the server has closed. The names and
 * their meaning are in {@code docs/observability.md}. Immutable, thread-safe.
 */
public final class ServerMetrics implements MeterBinder {
    private static final String PREFIX = "trunkline.server.";

    private final TrunklineServer server;
    private final Snapshots<ServerStats> snapshots;
    private final Iterable<Tag> tags;

    private ServerMetrics(TrunklineServer server, Iterable<Tag> tags) {
        this.server = server;
        this.snapshots = new Snapshots<>(server::stats, System::nanoTime);
        this.tags = tags;
    }

    /**
     * Binds a server.
     *
     * @param server to be asked
     * @param tags names and values in turn, which every meter gets: needed where one registry has several servers
     * @return a binder for any number of registries
     * @throws IllegalArgumentException if a name has no value
     */
    public static ServerMetrics of(TrunklineServer server, String... tags) {
        return new ServerMetrics(server, Tags.of(tags));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters<ServerStats> meters = new Meters<>(registry, PREFIX, server, snapshots::get).tagged(tags);
        connections(meters);
        traffic(meters);
        requests(meters.of(ServerStats::broker));
        handlers(meters.of(ServerStats::handlers));
        refusals(meters);
        streams(meters.of(ServerStats::streams));
        memory(meters);
    }

    private static void connections(Meters<ServerStats> meters) {
        meters.gauge("connections", "connections", "Open connections", ServerStats::connections);
        meters.counter(
                "connections.opened", "connections", "Connections that were ever open", ServerStats::connectionsTotal);
        meters.counter("protocol.errors", "errors", "What peers did against the protocol", ServerStats::protocolErrors);
        meters.counter(
                "observer.events.dropped",
                "events",
                "Events that observers missed, being too slow",
                ServerStats::eventsDropped);
    }

    private static void traffic(Meters<ServerStats> meters) {
        Meters<ServerStats> in = meters.tagged(Tags.of("direction", "received"));
        Meters<ServerStats> out = meters.tagged(Tags.of("direction", "sent"));
        in.counter("bytes", "bytes", "Bytes carried", ServerStats::bytesReceived);
        out.counter("bytes", "bytes", "Bytes carried", ServerStats::bytesSent);
        in.counter("frames", "frames", "Frames carried", ServerStats::framesReceived);
        out.counter("frames", "frames", "Frames carried", ServerStats::framesSent);
        meters.counter("frames.dropped", "frames", "Frames dropped by overflow policies", ServerStats::framesDropped);
        meters.gauge("outbound.queue", "bytes", "Bytes that wait for their peers", ServerStats::outboundBytes);
    }

    private static void requests(Meters<BrokerStats> meters) {
        meters.gauge("clients", "clients", "Clients connected to the broker", BrokerStats::clients);
        meters.gauge("subscriptions", "subscriptions", "Subscriptions held", BrokerStats::subscriptions);
        meters.counter("requests", "requests", "Requests accepted", BrokerStats::requestsTotal);
        meters.gauge("requests.inflight", "requests", "Requests that run", BrokerStats::requestsInFlight);
        meters.gauge(
                "requests.forwarded",
                "requests",
                "Requests that a client is to answer",
                BrokerStats::requestsForwarded);
        meters.counter("answers.late", "answers", "Answers to requests that had ended", BrokerStats::lateAnswers);
        meters.counter("answers.stray", "answers", "Errors that answer nothing", BrokerStats::strayErrors);
        meters.counter("oneway.dropped", "requests", "One-way requests that nobody took", BrokerStats::oneWayDropped);
        meters.counter(
                "events.undeliverable", "events", "Events too large for a subscriber", BrokerStats::undeliverable);
    }

    private static void handlers(Meters<HandlerStats> meters) {
        meters.timer(
                "handler",
                "Time in handlers of requests",
                HandlerStats::calls,
                stats -> stats.totalTime().toNanos());
        meters.time(
                "handler.longest",
                "Longest time in a handler since the start",
                TimeUnit.NANOSECONDS,
                stats -> stats.maxTime().toNanos());
        meters.counter("handler.failures", "calls", "Handlers that failed", HandlerStats::failures);
    }

    /** All reasons from the start: a counter that appears with its first refusal would have no rate then. */
    private static void refusals(Meters<ServerStats> meters) {
        for (Refusal.Reason reason : Refusal.Reason.values()) {
            reason(meters, reason)
                    .counter(
                            "refusals",
                            "refusals",
                            "Connections and requests turned away",
                            stats -> stats.refusals().getOrDefault(reason, 0L));
        }
    }

    private static void streams(Meters<StreamStats> meters) {
        meters.gauge("streams", "streams", "Open streams", StreamStats::open);
        meters.counter("streams.opened", "streams", "Streams that were ever open", StreamStats::opened);
        for (StreamStats.Refused reason : StreamStats.Refused.values()) {
            reason(meters, reason)
                    .counter(
                            "streams.refused",
                            "streams",
                            "Streams turned away",
                            stats -> stats.refused().getOrDefault(reason, 0L));
        }
        for (StreamStats.Reset reason : StreamStats.Reset.values()) {
            reason(meters, reason)
                    .counter(
                            "streams.reset",
                            "streams",
                            "Streams without an ordinary close",
                            stats -> stats.reset().getOrDefault(reason, 0L));
        }
    }

    private static <S> Meters<S> reason(Meters<S> meters, Enum<?> reason) {
        return meters.tagged(Tags.of("reason", reason.name().toLowerCase(Locale.ROOT)));
    }

    private static void memory(Meters<ServerStats> meters) {
        meters.gauge("memory.used", "bytes", "Memory that messages hold", ServerStats::memoryUsed);
        meters.gauge("memory.budget", "bytes", "Memory that messages may hold", ServerStats::memoryBudget);
    }
}
