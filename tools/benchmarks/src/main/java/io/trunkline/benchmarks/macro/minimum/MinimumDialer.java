package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Handoff;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Connects on the caller's thread, and serves on one loop. */
final class MinimumDialer implements Dialer {
    private final MinimumLoop loop;
    private final InetSocketAddress server;
    private final byte[] template;

    MinimumDialer(InetSocketAddress server, Scenario scenario, boolean owning) throws IOException {
        this.loop = new MinimumLoop("minimum-client", owning);
        this.server = server;
        this.template = Frames.template(scenario.body());
    }

    @Override
    public void open(Receiver receiver) throws IOException {
        SocketChannel channel = connect();
        loop.execute(() -> {
            try {
                new MinimumConnection(loop, channel, new MinimumLink(template, receiver)).open();
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
