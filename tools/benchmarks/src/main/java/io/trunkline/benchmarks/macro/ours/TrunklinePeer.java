package io.trunkline.benchmarks.macro.ours;

import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Peer;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.transport.TrunklineRuntime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Ours on both ends, with every limit and deadline at its default. Immutable. */
public final class TrunklinePeer implements Peer {
    /** Longer than a round trip over loopback, so that a loop with a caller in flight hardly ever sleeps. */
    private static final Duration SPIN = Duration.ofNanos(100_000);

    /** As many as the machine of the published figures has cores. */
    private static final int WORKERS = 2;

    private enum Form {
        PLAIN,
        SPINNING,
        ON_WORKERS,
        ON_LOOP
    }

    private final Form form;

    private TrunklinePeer(Form form) {
        this.form = form;
    }

    /** As it comes. */
    public static TrunklinePeer plain() {
        return new TrunklinePeer(Form.PLAIN);
    }

    /** With loops that look again for a while before they sleep, which burns a core. */
    public static TrunklinePeer spinning() {
        return new TrunklinePeer(Form.SPINNING);
    }

    /** With handlers that may block, on workers: a request costs two hand-overs between threads. */
    public static TrunklinePeer onWorkers() {
        return new TrunklinePeer(Form.ON_WORKERS);
    }

    /** With receivers of events that must not block, on the loop; the plain form has them on workers, as users get them. */
    public static TrunklinePeer onLoop() {
        return new TrunklinePeer(Form.ON_LOOP);
    }

    @Override
    public boolean supports(Scenario scenario) {
        return switch (form) {
            case PLAIN -> true;
            case SPINNING -> scenario.window() == 1 && scenario.connections() == 1 && !scenario.hasMessages();
            // A window of 128 on one connection is all that one topic may have: its slots come back behind the answers.
            case ON_WORKERS ->
                scenario.hasMessages()
                        && (scenario.kind() == Scenario.Kind.ECHO || scenario.hasBlockingMessages())
                        && scenario.window() < 128;
            case ON_LOOP -> scenario.kind() == Scenario.Kind.FAN_OUT;
        };
    }

    @Override
    public Listening serve(Scenario scenario) {
        return scenario.hasMessages()
                ? new MessageListening(runtime(), scenario, form == Form.ON_WORKERS)
                : new TrunklineListening(runtime(), scenario);
    }

    @Override
    public Dialer dial(InetSocketAddress server, Scenario scenario) {
        return scenario.hasMessages()
                ? new MessageDialer(runtime(), server, scenario, form != Form.ON_WORKERS, receivers())
                : new TrunklineDialer(runtime(), server, scenario);
    }

    private SubscribeOptions receivers() {
        return form == Form.ON_LOOP ? SubscribeOptions.defaults().onLoop() : SubscribeOptions.defaults();
    }

    /** A queue without an end, unlike the default's: else the windows of S3 and S4 together would be refused as too many. */
    private static Executor workers() {
        return Executors.newFixedThreadPool(WORKERS, task -> {
            Thread thread = new Thread(task, "benchmark-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    private TrunklineRuntime runtime() {
        TrunklineRuntime.Builder runtime = TrunklineRuntime.builder().loops(1);
        if (form == Form.ON_WORKERS) {
            runtime.workers(workers());
        }
        return (form == Form.SPINNING ? runtime.spin(SPIN) : runtime).build();
    }
}
