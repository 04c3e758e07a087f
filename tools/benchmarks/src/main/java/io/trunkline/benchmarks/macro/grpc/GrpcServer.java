package io.trunkline.benchmarks.macro.grpc;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Echo, events and fan-out on one loop, without another thread. */
final class GrpcServer<T> implements Listening {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Work<T> work;
    private final Scenario scenario;
    private final List<StreamObserver<T>> subscribers = new ArrayList<>();
    private final Server server;

    GrpcServer(Scenario scenario, Work<T> work) throws IOException {
        this.work = work;
        this.scenario = scenario;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .channelType(NioServerSocketChannel.class)
                .directExecutor()
                .addService(ServerServiceDefinition.builder(GrpcEcho.SERVICE)
                        .addMethod(GrpcEcho.echo(work), ServerCalls.asyncUnaryCall(this::echo))
                        .addMethod(GrpcEcho.events(work), ServerCalls.asyncServerStreamingCall(this::events))
                        .addMethod(GrpcEcho.publish(work), ServerCalls.asyncClientStreamingCall(this::publish))
                        .build())
                .build()
                .start();
    }

    private void echo(T request, StreamObserver<T> response) {
        response.onNext(request);
        response.onCompleted();
    }

    private void events(T question, StreamObserver<T> response) {
        if (scenario.kind() == Scenario.Kind.FAN_OUT) {
            subscribers.add(response);
        } else {
            ServerCallStreamObserver<T> stream = (ServerCallStreamObserver<T>) response;
            stream.setOnReadyHandler(new Source<>(stream, work));
        }
    }

    private StreamObserver<T> publish(StreamObserver<T> response) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T event) {
                subscribers.forEach(subscriber -> subscriber.onNext(event));
            }

            @Override
            public void onError(Throwable failure) {
                // The publisher has gone.
            }

            @Override
            public void onCompleted() {
                response.onCompleted();
            }
        };
    }

    /** Sends while the stream takes more. */
    private static final class Source<T> implements Runnable {
        private final CallStreamObserver<T> stream;
        private final Work<T> work;
        private long next;

        Source(CallStreamObserver<T> stream, Work<T> work) {
            this.stream = stream;
            this.work = work;
        }

        @Override
        public void run() {
            while (stream.isReady()) {
                stream.onNext(work.make(next++));
            }
        }
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        loop.shutdownGracefully();
    }
}
