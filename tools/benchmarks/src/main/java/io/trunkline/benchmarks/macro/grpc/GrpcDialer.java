package io.trunkline.benchmarks.macro.grpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.ClientCalls;
import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Work;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A channel for each connection, all on one loop. */
final class GrpcDialer<T> implements Dialer {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final InetSocketAddress server;
    private final Scenario scenario;
    private final Work<T> work;

    GrpcDialer(InetSocketAddress server, Scenario scenario, Work<T> work) {
        this.server = server;
        this.scenario = scenario;
        this.work = work;
    }

    @Override
    public void open(Receiver receiver) throws Exception {
        GrpcLink<T> link = new GrpcLink<>(connect(), scenario, work, receiver);
        CompletableFuture.runAsync(link::open, loop).get();
    }

    @Override
    public void subscribe(Receiver receiver) throws InterruptedException, ExecutionException {
        ManagedChannel channel = connect();
        loop.submit(new GrpcLink<>(channel, scenario, work, receiver)::subscribe)
                .get();
        echo(channel); // Once this is answered, the subscription is there.
    }

    /** The first call connects. */
    private ManagedChannel connect() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(server)
                .usePlaintext()
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .build();
        channels.add(channel);
        echo(channel);
        return channel;
    }

    private void echo(ManagedChannel channel) {
        ClientCalls.blockingUnaryCall(channel, GrpcEcho.echo(work), CallOptions.DEFAULT, work.make(0));
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
        channels.forEach(ManagedChannel::shutdownNow);
        loop.shutdownGracefully();
    }
}
