package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Works;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Accepts on the loop that serves. */
final class MinimumServer implements Listening {
    private static final int BACKLOG = 1024;

    private final MinimumLoop loop;
    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final Scenario scenario;
    private final List<MinimumConnection> subscribers = new ArrayList<>();

    MinimumServer(Scenario scenario, boolean owning) throws IOException {
        this.loop = new MinimumLoop("minimum-server", owning);
        this.scenario = scenario;
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listening.configureBlocking(false);
        loop.execute(this::listen);
    }

    private void listen() {
        try {
            loop.register(listening, SelectionKey.OP_ACCEPT, key -> accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            SocketChannel accepted;
            while ((accepted = listening.accept()) != null) {
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                new MinimumConnection(loop, accepted, handler()).open();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MinimumConnection.FrameHandler handler() {
        if (scenario.hasMessages()) {
            return scenario.kind() == Scenario.Kind.STREAM
                    ? new MinimumMessageSource<>(Works.of(scenario))
                    : new MinimumMessageServer<>(Works.of(scenario), subscribers);
        }
        return scenario.kind() == Scenario.Kind.STREAM
                ? new MinimumEventSource(scenario.body())
                : MinimumConnection::append;
    }

    @Override
    public int port() {
        return listening.socket().getLocalPort();
    }

    @Override
    public void close() {
        loop.close();
    }
}
