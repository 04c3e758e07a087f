package io.trunkline.server.internal.broker;

import io.trunkline.server.Refusal;
import io.trunkline.server.internal.metrics.Machine;
import io.trunkline.server.internal.metrics.Metrics;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's numbers under the names that MB Server Node gave them. Thread-safe.
 *
 * <p>Names of single clients have their id in braces: {@code registry.service.{serviceid:127.0.0.1:5000}.uptime};
 * those of cores their number. Implements
 * SPEC.md, log, metrics and audit events.
 */
final class BrokerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerMetrics.class);

    /** The parameters that names have: a client's id, and the number of a core. */
    static final String SERVICE = "serviceid";

    static final String CORE = "core";

    /** Who gets no further than the door, by what they are refused for. */
    private static final Set<Refusal.Reason> AT_THE_DOOR = EnumSet.of(
            Refusal.Reason.CONNECTIONS,
            Refusal.Reason.CONNECTIONS_OF_ADDRESS,
            Refusal.Reason.HANDSHAKES_OF_ADDRESS,
            Refusal.Reason.CONNECTION_RATE,
            Refusal.Reason.ADDRESS_DENIED,
            Refusal.Reason.LOCKED_OUT,
            Refusal.Reason.UNAUTHENTICATED,
            Refusal.Reason.AUTHENTICATION_TIMEOUT);

    private final Broker broker;
    private final Metrics metrics;
    private final Machine machine = new Machine();

    BrokerMetrics(Broker broker, long now) {
        this.broker = broker;
        this.metrics = new Metrics(now);
        nameMessages(broker.counters());
        nameRequests(broker.counters());
        nameConnections(broker.counters());
        machine.nameIn(metrics);
    }

    private void nameMessages(Counters counters) {
        metrics.counter("router.message.count", "router.message.rate", counters::messages);
        metrics.counter("router.message.count.error", "router.message.rate.error", counters::errors);
        metrics.gauge("router.message.size.avg", () -> counters.bytes() / (double) Math.max(1, counters.messages()));
        metrics.gauge("router.message.size.max", counters.largest::get);
        metrics.counter("router.publish.count", "router.publish.rate", counters.publishes::sum);
        metrics.counter("router.publish.count.dropped", "router.publish.rate.dropped", counters.undeliverable::sum);
        metrics.counter("router.publish.count.error", "router.publish.rate.error", counters.refusedPublishes::sum);
        metrics.counter("router.response.count", "router.response.rate", counters.responses::sum);
        metrics.counter("router.response.count.error", "router.response.rate.error", counters.strayResponses::sum);
        metrics.gauge(
                "router.response.count.late",
                () -> counters.lateReplies.sum() + broker.inFlight().lateAnswers());
    }

    private void nameRequests(Counters counters) {
        metrics.counter("router.request.count", "router.request.rate", counters::requests);
        metrics.counter("router.request.count.dropped", "router.request.rate.dropped", counters.busyRequests::sum);
        metrics.counter("router.request.count.error", "router.request.rate.error", counters.refusedRequests::sum);
        metrics.counter("router.request.count.timeout", "router.request.rate.timeout", counters.timeouts::sum);
        metrics.gauge("router.request.running", broker.load()::running);
    }

    private void nameConnections(Counters counters) {
        metrics.gauge("connection.active", broker::sessionCount);
        metrics.counter("connection.connected.total", "connection.connected.rate", counters.connected::sum);
        metrics.counter("connection.disconnected.total", "connection.disconnected.rate", counters.disconnected::sum);
        metrics.counter("connection.failed.total", "connection.failed.rate", counters.failed::sum);
        metrics.counter("connection.rejected.total", "connection.rejected.rate", this::rejected);
        metrics.gauge("registry.count", () -> counters.registered.sum() - counters.unregistered.sum());
        metrics.rate("registry.registration.rate", counters.registered::sum);
        metrics.rate("registry.unregistration.rate", counters.unregistered::sum);
        metrics.rate("registry.discovery.rate", counters.discoveries::sum);
        metrics.gauge("registry.subscription.count", broker.subscriptions()::size);
    }

    /** On all listeners: the door is before it is known what is spoken behind it. */
    private long rejected() {
        return broker.observation().refusals().entrySet().stream()
                .filter(refusal -> AT_THE_DOOR.contains(refusal.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Looks at the machine; may block for a moment. */
    void look() {
        machine.look();
    }

    /** Ends an interval. */
    void tick(long now) {
        metrics.tick(now);
        if (LOG.isDebugEnabled()) {
            LOG.debug("event=metrics {}", metrics.show(now));
        }
    }

    Map<String, Number> show(long now) {
        return metrics.show(now);
    }

    /** The numbers of single clients. */
    Map<String, Number> showClients(long now, Predicate<String> wanted) {
        Map<String, Number> shown = new TreeMap<>();
        for (ClientSession session : broker.sessions()) {
            if (wanted.test(session.id())) {
                String name = "registry.service.{" + SERVICE + ":" + session.id() + "}.";
                shown.put(name + "uptime", session.info().uptimeSeconds(now));
                shown.put(name + "error.count", session.faults());
            }
        }
        return shown;
    }

    /** How busy single cores are. */
    Map<String, Number> showCores(Predicate<String> wanted) {
        Map<String, Number> shown = new TreeMap<>();
        machine.coreLoads().forEach((core, load) -> {
            if (wanted.test(core)) {
                shown.put("system.cpu.{" + CORE + ":" + core + "}.percent", Metrics.number(load));
            }
        });
        return shown;
    }
}
