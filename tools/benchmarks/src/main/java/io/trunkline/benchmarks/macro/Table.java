package io.trunkline.benchmarks.macro;

import io.trunkline.benchmarks.macro.Sample.Figure;
import java.util.Locale;

/** Writes results as one Markdown table. */
final class Table {
    private static final String HEAD = """
            | scenario | peer | msgs/s | × Netty NIO | × minimum | p50 µs | × Netty | p99 µs | × Netty | CPU s / M msgs | × Netty |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;
    private static final String IDLE_HEAD = """
            | scenario | peer | server heap B / connection | × Netty NIO | × minimum | server RSS B / connection | client heap B / connection |
            |---|---|---:|---:|---:|---:|---:|
            """;

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Table(Results results) {
        this.results = results;
    }

    static String of(Options options, Results results) {
        Table table = new Table(results);
        table.rows(options, false, HEAD);
        table.rows(options, true, IDLE_HEAD);
        return table.text.toString();
    }

    private void rows(Options options, boolean idle, String head) {
        boolean any = false;
        for (Scenario scenario : options.scenarios()) {
            for (String peer : options.peers()) {
                if ((scenario.kind() == Scenario.Kind.IDLE) == idle && results.has(scenario, peer)) {
                    text.append(any ? "" : text.isEmpty() ? head : "\n" + head);
                    any = true;
                    row(scenario, peer, idle);
                }
            }
        }
    }

    private void row(Scenario scenario, String peer, boolean idle) {
        cell("| " + scenario);
        cell(peer);
        Figure main = idle ? Figure.SERVER_HEAP : Figure.RATE;
        spread(results.figure(scenario, peer, main), "%,.0f");
        ratio(scenario, peer, Peers.NETTY, main);
        ratio(scenario, peer, Peers.MINIMUM, main);
        if (idle) {
            spread(results.figure(scenario, peer, Figure.SERVER_RSS), "%,.0f");
            spread(results.figure(scenario, peer, Figure.CLIENT_HEAP), "%,.0f");
        } else {
            for (Figure figure : new Figure[] {Figure.P50, Figure.P99, Figure.CPU}) {
                spread(results.figure(scenario, peer, figure), "%,.2f");
                ratio(scenario, peer, Peers.NETTY, figure);
            }
        }
        text.append('\n');
    }

    private void ratio(Scenario scenario, String peer, String to, Figure figure) {
        spread(peer.equals(to) ? Spread.of() : results.ratio(scenario, peer, to, figure), "%.2f");
    }

    private void spread(Spread spread, String format) {
        if (!spread.isKnown()) {
            cell("–");
            return;
        }
        String all = format + " (" + format + "–" + format + ")";
        cell(String.format(Locale.ROOT, all, spread.median(), spread.min(), spread.max()));
    }

    private void cell(String content) {
        text.append(content).append(" |").append(' ');
    }
}
