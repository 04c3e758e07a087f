package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.handler.Reply;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code system.metrics}: the broker's numbers, by default those that concern no single client or core.
 *
 * <pre>{@code
 * {}                                     all without a parameter
 * {"showAll":true}                       those, and each client's and core's
 * {"paramFilter":{"serviceid":"id"}}     those of that client, and nothing else
 * {"paramFilter":{"core":"0"}}           those of that core
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
            shown.putAll(broker.metrics().showClients(now, id -> isWanted(filter, BrokerMetrics.SERVICE, id)));
            shown.putAll(broker.metrics().showCores(core -> isWanted(filter, BrokerMetrics.CORE, core)));
        }
        return ControlJson.success(Map.of("metrics", shown));
    }

    /** No figure has two parameters: whoever filters by both, or by another, finds nothing. */
    private static boolean isWanted(Map<String, String> filter, String parameter, String value) {
        return filter.entrySet().stream()
                .allMatch(wanted -> wanted.getKey().toLowerCase(Locale.ROOT).equals(parameter)
                        && wanted.getValue().equals(value));
    }
}
