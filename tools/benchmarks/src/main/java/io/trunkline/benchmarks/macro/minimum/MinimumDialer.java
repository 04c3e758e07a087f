package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Handoff;
import io.trunkline.benchmarks.macro.MessageText;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Works;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Connects on the caller's thread, and serves on one loop. */
final class MinimumDialer implements Dialer {
    private final MinimumLoop loop;
    private final InetSocketAddress server;
    private final byte[] template;
    private final Scenario scenario;

    MinimumDialer(InetSocketAddress server, Scenario scenario, boolean owning) throws IOException {
        this.loop = new MinimumLoop("minimum-client", owning);
        this.server = server;
        this.scenario = scenario;
        this.template = Frames.template(scenario.body());
    }

    @Override
    public void open(Receiver receiver) throws IOException {
        if (!scenario.hasMessages()) {
            open(receiver, new MinimumLink(template, receiver));
        } else {
            boolean publishes = scenario.kind() == Scenario.Kind.FAN_OUT;
            byte[] line = publishes ? MessageText.PUBLISH : MessageText.REQUEST;
            open(receiver, new MinimumMessageLink<>(Works.of(scenario), receiver, line));
        }
    }

    @Override
    public void subscribe(Receiver receiver) throws IOException {
        MinimumMessageLink<?> link = new MinimumMessageLink<>(Works.of(scenario), receiver, MessageText.SUBSCRIBE);
        open(receiver, link);
        link.subscribed().join();
    }

    private void open(Receiver receiver, MinimumConnection.FrameHandler handler) throws IOException {
        SocketChannel channel = connect();
        loop.execute(() -> {
            try {
                new MinimumConnection(loop, channel, handler).open();
            } catch (IOException e) {
                receiver.onFailure(e);
            }
        });
    }

    @Override
    public Caller caller() throws IOException {
        SocketChannel channel = connect();
        Handoff handoff = new Handoff();
        loop.execute(() -> {
            try {
                new MinimumConnection(loop, channel, new MinimumAnswers(handoff)).open();
            } catch (IOException e) {
                handoff.fail(e);
            }
        });
        return new MinimumCaller(channel, template.clone(), handoff);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    @Override
    public void close() {
        loop.close();
    }
}
