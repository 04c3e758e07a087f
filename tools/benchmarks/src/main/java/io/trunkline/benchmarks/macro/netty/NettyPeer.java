package io.trunkline.benchmarks.macro.netty;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Peer;
import io.trunkline.benchmarks.macro.Scenario;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Netty on one of its transports: one loop, pooled buffers, one flush per read, no promise per frame.
 *
 * <p>Immutable.
 */
public final class NettyPeer implements Peer {
    private final IoHandlerFactory io;
    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends SocketChannel> clientChannel;

    private NettyPeer(
            IoHandlerFactory io,
            Class<? extends ServerChannel> serverChannel,
            Class<? extends SocketChannel> clientChannel) {
        this.io = io;
        this.serverChannel = serverChannel;
        this.clientChannel = clientChannel;
    }

    /** On the JDK's selector. */
    public static NettyPeer nio() {
        return new NettyPeer(NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** On epoll by JNI. */
    public static NettyPeer epoll() {
        return new NettyPeer(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class);
    }

    @Override
    public Listening serve(Scenario scenario) throws InterruptedException {
        return new NettyServer(io, serverChannel, scenario);
    }

    @Override
    public Dialer dial(InetSocketAddress server, Scenario scenario) {
        return new NettyDialer(io, clientChannel, server, scenario);
    }

    /** Decrypts if there is TLS, cuts frames, and leaves each as a slice of what was read, header included. */
    static void addDecoder(ChannelPipeline pipeline, @Nullable SslHandler tls) {
        if (tls != null) {
            pipeline.addLast(tls);
        }
        pipeline.addLast(new LengthFieldBasedFrameDecoder(Frames.LIMIT, 0, 4, 4, 0));
    }
}
