package io.trunkline.benchmarks.macro.ours;

import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.client.TrunklineClient;
import io.trunkline.transport.TrunklineRuntime;
import io.trunkline.transport.internal.RuntimeCore;
import java.net.InetSocketAddress;

/** Makes clients that share one loop; for a stream of events, a connection that speaks frames. */
final class MessageDialer implements Dialer {
    private final TrunklineRuntime runtime;
    private final Scenario scenario;
    private final InetSocketAddress server;
    private final TrunklineDialer frames;
    private final boolean answersInTurn;
    private final SubscribeOptions receivers;

    MessageDialer(
            TrunklineRuntime runtime,
            InetSocketAddress server,
            Scenario scenario,
            boolean answersInTurn,
            SubscribeOptions receivers) {
        this.receivers = receivers;
        this.runtime = runtime;
        this.answersInTurn = answersInTurn;
        this.server = server;
        this.scenario = scenario;
        this.frames = new TrunklineDialer(runtime, server, scenario);
    }

    @Override
    public void open(Receiver receiver) throws Exception {
        if (scenario.kind() == Scenario.Kind.STREAM) {
            frames.connect(c -> new EventTaker<>(c, Bodied.of(scenario), receiver));
        } else {
            MessageLink<?> link = link(Bodied.of(scenario), receiver, scenario.kind() == Scenario.Kind.FAN_OUT);
            if (scenario.hasSubscriptions()) {
                link.subscribe(receivers);
            }
            RuntimeCore.of(runtime).loops().get(0).execute(() -> receiver.onOpen(link));
        }
    }

    @Override
    public void subscribe(Receiver receiver) {
        link(Bodied.of(scenario), receiver, false).subscribe(receivers);
    }

    private <T> MessageLink<T> link(Bodied<T> bodied, Receiver receiver, boolean publishes) {
        return new MessageLink<>(client(), bodied, receiver, publishes);
    }

    private TrunklineClient client() {
        return TrunklineClient.connect(ClientOptions.builder()
                .endpoint(server.getAddress().getHostAddress(), server.getPort())
                .runtime(runtime)
                .build());
    }

    /** Workers may end in any order. */
    @Override
    public boolean answersInTurn() {
        return answersInTurn;
    }

    @Override
    public Caller caller() {
        return new MessageCaller<>(client(), Bodied.of(scenario));
    }

    @Override
    public void close() {
        frames.close();
    }
}
