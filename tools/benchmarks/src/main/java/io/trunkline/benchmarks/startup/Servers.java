package io.trunkline.benchmarks.startup;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.trunkline.server.TrunklineServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One server for each contestant; each repeats what it is asked. */
final class Servers implements AutoCloseable {
    private final TrunklineServer trunkline;
    private final Server grpc;
    private final RespServer redis;

    private Servers(TrunklineServer trunkline, Server grpc, RespServer redis) {
        this.trunkline = trunkline;
        this.grpc = grpc;
        this.redis = redis;
    }

    static Servers start() throws IOException {
        return new Servers(
                TrunklineServer.builder()
                        .listen(0)
                        .handle(TrunklineFirst.SAY, say -> say)
                        .start(),
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(ServerServiceDefinition.builder(GrpcTexts.SERVICE)
                                .addMethod(GrpcTexts.echo(), ServerCalls.asyncUnaryCall((question, answer) -> {
                                    answer.onNext(question);
                                    answer.onCompleted();
                                }))
                                .build())
                        .build()
                        .start(),
                new RespServer());
    }

    int port(Contestant contestant) {
        return switch (contestant) {
            case TRUNKLINE -> trunkline.port();
            case GRPC -> grpc.getPort();
            case LETTUCE -> redis.port();
        };
    }

    @Override
    public void close() throws IOException {
        trunkline.closeNow();
        grpc.shutdownNow();
        redis.close();
    }
}
