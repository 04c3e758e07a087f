package io.trunkline.benchmarks.macro.rsocket;

import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Work;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** A requester for each connection, all on one loop. */
final class RSocketDialer<T> implements Dialer {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LoopResources loop = LoopResources.create("rsocket-client", 1, true);
    private final InetSocketAddress server;
    private final Scenario scenario;
    private final RSocketBodies<T> bodies;

    RSocketDialer(InetSocketAddress server, Scenario scenario, Work<T> work) {
        this.server = server;
        this.scenario = scenario;
        this.bodies = new RSocketBodies<>(work);
    }

    @Override
    public void open(Receiver receiver) throws InterruptedException, ExecutionException {
        RSocketLink<T> link = new RSocketLink<>(connect(), bodies, scenario, receiver);
        loop.onClient(false).next().submit(() -> receiver.onOpen(link)).get();
    }

    @Override
    public void subscribe(Receiver receiver) throws InterruptedException, ExecutionException {
        RSocket requester = connect();
        RSocketLink<T> link = new RSocketLink<>(requester, bodies, scenario, receiver);
        loop.onClient(false).next().submit(link::subscribe).get();
        // Once this is answered, the subscription is there.
        requester
                .requestResponse(bodies.payload(bodies.work().make(0)))
                .doOnNext(answer -> answer.release())
                .block(PATIENCE);
    }

    private RSocket connect() {
        TcpClient tcp = TcpClient.create()
                .host(server.getAddress().getHostAddress())
                .port(server.getPort())
                .runOn(loop, false);
        return Objects.requireNonNull(RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .connect(TcpClientTransport.create(tcp))
                .block(PATIENCE));
    }

    /** Each request has a stream of its own. */
    @Override
    public boolean answersInTurn() {
        return false;
    }

    @Override
    public Caller caller() {
        throw new UnsupportedOperationException("no blocking scenario has messages yet");
    }

    @Override
    public void close() {
        loop.dispose();
    }
}
