package io.trunkline.benchmarks.macro.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Handoff;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Work;
import io.trunkline.benchmarks.macro.json.Works;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens connections on one loop. */
final class NettyDialer implements Dialer {
    private final EventLoopGroup loop;
    private final Bootstrap bootstrap;
    private final NettyFrames frames;
    private final InetSocketAddress server;
    private final @Nullable NettyTls tls;
    private final Scenario scenario;

    NettyDialer(IoHandlerFactory io, Class<? extends SocketChannel> type, InetSocketAddress server, Scenario scenario) {
        this.loop = new MultiThreadIoEventLoopGroup(1, io);
        this.frames = new NettyFrames(scenario.body());
        this.server = server;
        this.scenario = scenario;
        this.tls = NettyTls.client(scenario);
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(type)
                .remoteAddress(server)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
    }

    @Override
    public void open(Receiver receiver) throws InterruptedException {
        if (!scenario.hasMessages()) {
            connect(new NettyLink(frames, receiver));
        } else if (scenario.kind() == Scenario.Kind.FAN_OUT) {
            connect(new NettyMessageLink<>(Works.of(scenario), receiver, NettyMessageLink.Role.PUBLISHES));
        } else {
            connect(new NettyMessageLink<>(Works.of(scenario), receiver, NettyMessageLink.Role.ASKS));
        }
    }

    @Override
    public void subscribe(Receiver receiver) throws InterruptedException {
        NettyMessageLink<?> link =
                new NettyMessageLink<>(Works.of(scenario), receiver, NettyMessageLink.Role.SUBSCRIBES);
        connect(link);
        link.subscribed().join();
    }

    @Override
    public Caller caller() throws InterruptedException {
        Handoff handoff = new Handoff();
        if (scenario.hasMessages()) {
            return caller(Works.of(scenario), handoff);
        }
        Channel channel = connect(new NettyAnswers(handoff));
        return new NettyCaller(channel, frames, handoff);
    }

    private <T> Caller caller(Work<T> work, Handoff handoff) throws InterruptedException {
        NettyMessageLink<T> link =
                new NettyMessageLink<>(work, NettyMessageCaller.answers(handoff), NettyMessageLink.Role.ASKS);
        return new NettyMessageCaller<>(connect(link), link, handoff);
    }

    private Channel connect(ChannelHandler handler) throws InterruptedException {
        return bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        NettyPeer.addDecoder(channel.pipeline(), NettyTls.connecting(tls, channel.alloc(), server));
                        channel.pipeline().addLast(handler);
                    }
                })
                .connect()
                .sync()
                .channel();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
