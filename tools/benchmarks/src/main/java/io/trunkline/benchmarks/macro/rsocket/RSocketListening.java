package io.trunkline.benchmarks.macro.rsocket;

import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Work;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/** A server on one loop. */
final class RSocketListening implements Listening {
    private final LoopResources loop = LoopResources.create("rsocket-server", 1, true);
    private final CloseableChannel channel;

    <T> RSocketListening(Scenario scenario, Work<T> work) {
        TcpServer tcp = TcpServer.create().host("127.0.0.1").port(0).runOn(loop, false);
        this.channel = RSocketServer.create(
                        SocketAcceptor.with(new RSocketService<>(new RSocketBodies<>(work), scenario)))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bindNow(TcpServerTransport.create(tcp));
    }

    @Override
    public int port() {
        return channel.address().getPort();
    }

    @Override
    public void close() {
        channel.dispose();
        loop.dispose();
    }
}
