package io.trunkline.benchmarks.macro.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Works;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An echo, or a source of events, on one loop that accepts and serves. */
final class NettyServer implements Listening {
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loop;
    private final Channel listening;
    private final List<ChannelHandlerContext> subscribers = NettyMessageServer.nobody();

    NettyServer(IoHandlerFactory io, Class<? extends ServerChannel> type, Scenario scenario)
            throws InterruptedException {
        NettyTls tls = NettyTls.server(scenario);
        this.loop = new MultiThreadIoEventLoopGroup(1, io);
        this.listening = new ServerBootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        NettyPeer.addDecoder(channel.pipeline(), NettyTls.accepted(tls, channel.alloc()));
                        channel.pipeline().addLast(handler(scenario));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    private ChannelHandler handler(Scenario scenario) {
        if (scenario.hasMessages()) {
            return scenario.kind() == Scenario.Kind.STREAM
                    ? new NettyMessageSource<>(Works.of(scenario))
                    : new NettyMessageServer<>(Works.of(scenario), subscribers);
        }
        return scenario.kind() == Scenario.Kind.STREAM ? new NettyEventSource(scenario.body()) : new NettyEcho();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
