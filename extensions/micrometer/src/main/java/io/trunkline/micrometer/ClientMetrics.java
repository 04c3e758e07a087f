package io.trunkline.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.trunkline.client.ClientStats;
import io.trunkline.client.TrunklineClient;

/**
 * Registers what a client counts as meters named {@code trunkline.client.…}.
 *
 * <pre>{@code
 * ClientMetrics.of(client, "client", "orders").bindTo(registry);
 * }</pre>
 *
 * <p>Nothing is counted a second time: a meter asks {@link TrunklineClient#stats()} when the registry reads it, and meters that are
 * read within half a second share one answer. They go on to give the last figures after the client has closed. The names and
 * their meaning are in {@code docs/observability.md}. Immutable, thread-safe.
 */
public final class ClientMetrics implements MeterBinder {
    private static final String PREFIX = "trunkline.client.";

    private final TrunklineClient client;
    private final Snapshots<ClientStats> snapshots;
    private final Iterable<Tag> tags;

    private ClientMetrics(TrunklineClient client, Iterable<Tag> tags) {
        this.client = client;
        this.snapshots = new Snapshots<>(client::stats, System::nanoTime);
        this.tags = tags;
    }

    /**
     * Binds a client.
     *
     * @param client to be asked
     * @param tags names and values in turn, which every meter gets: needed where one registry has several clients
     * @return a binder for any number of registries
     * @throws IllegalArgumentException if a name has no value
     */
    public static ClientMetrics of(TrunklineClient client, String... tags) {
        return new ClientMetrics(client, Tags.of(tags));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters<ClientStats> meters = new Meters<>(registry, PREFIX, client, snapshots::get).tagged(tags);
        connections(meters);
        calls(meters);
        events(meters);
    }

    private static void connections(Meters<ClientStats> meters) {
        meters.gauge("connections", "connections", "Connections that are up", ClientStats::connections);
        meters.counter("connections.opened", "connections", "Connections that came up", ClientStats::connectionsTotal);
        meters.tagged(Tags.of("direction", "received"))
                .counter("bytes", "bytes", "Bytes carried", ClientStats::bytesReceived);
        meters.tagged(Tags.of("direction", "sent")).counter("bytes", "bytes", "Bytes carried", ClientStats::bytesSent);
    }

    private static void calls(Meters<ClientStats> meters) {
        meters.gauge("requests.inflight", "requests", "Calls without an answer yet", ClientStats::inFlight);
        meters.gauge("requests.waiting", "requests", "Calls that wait for a connection", ClientStats::waiting);
        meters.counter("requests.retried", "requests", "Calls that were sent once more", ClientStats::retries);
        meters.counter("answers.late", "answers", "Answers that nobody waited for", ClientStats::lateAnswers);
    }

    private static void events(Meters<ClientStats> meters) {
        meters.gauge("subscriptions", "subscriptions", "Subscriptions held", ClientStats::subscriptions);
        meters.gauge("events.dropped", "events", "Events that present subscriptions have lost", ClientStats::dropped);
        meters.counter("frames.dropped", "frames", "Frames dropped by the overflow policy", ClientStats::framesDropped);
        meters.counter(
                "observer.events.dropped",
                "events",
                "Events that the observer missed, being too slow",
                ClientStats::eventsDropped);
    }
}
