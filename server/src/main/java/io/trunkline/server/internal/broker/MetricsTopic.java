package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.handler.Reply;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code system.metrics}: the broker's numbers, by default those that concern no single client.
 *
 * <pre>{@code
 * {}                                     all without a parameter
 * {"showAll":true}                       those, and each client's
 * {"paramFilter":{"serviceid":"id"}}     those of that client, and nothing else
 * }</pre>
 *
 * <p>Thread-safe. Implements SPEC.md, log, metrics and audit events.
 */
final class MetricsTopic implements SystemTopic {
    private final Broker broker;

    MetricsTopic(Broker broker) {
        this.broker = broker;
    }

    @Override
    public Reply answer(BrokerConnection from, Fields request) {
        boolean showAll = request.flag("showAll");
        Map<String, String> filter = request.textsByName("paramFilter");
        long now = broker.settings().calls().ticker().nanos();
        Map<String, Number> shown = new TreeMap<>();
        if (filter.isEmpty()) {
            shown.putAll(broker.metrics().show(now));
        }
        if (showAll || !filter.isEmpty()) {
            shown.putAll(broker.metrics().showClients(now, id -> isWanted(filter, id)));
        }
        return ControlJson.success(Map.of("metrics", shown));
    }

    /** There is one parameter: whoever filters by another one finds nothing. */
    private static boolean isWanted(Map<String, String> filter, String id) {
        return filter.entrySet().stream()
                .allMatch(wanted -> wanted.getKey().toLowerCase(Locale.ROOT).equals(BrokerMetrics.SERVICE)
                        && wanted.getValue().equals(id));
    }
}
