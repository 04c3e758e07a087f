package io.trunkline.benchmarks.startup;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;

/** gRPC with its defaults and a text both ways, without protobuf. */
final class GrpcFirst {
    private GrpcFirst() {}

    public static void main(String[] args) {
        Clock clock = Clock.start();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(args[0]))
                .usePlaintext()
                .build();
        try {
            clock.answered(
                    ClientCalls.blockingUnaryCall(channel, GrpcTexts.echo(), CallOptions.DEFAULT, Clock.QUESTION));
        } finally {
            channel.shutdownNow();
        }
    }
}
