package io.trunkline.benchmarks.macro.grpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Work;
import org.jspecify.annotations.Nullable;

/** One channel's calls. Loop-confined. */
final class GrpcLink<T> implements Link, StreamObserver<T> {
    private final ManagedChannel channel;
    private final Scenario scenario;
    private final Work<T> work;
    private final Receiver receiver;
    private final MethodDescriptor<T, T> echo;
    private @Nullable StreamObserver<T> publishing;

    GrpcLink(ManagedChannel channel, Scenario scenario, Work<T> work, Receiver receiver) {
        this.channel = channel;
        this.scenario = scenario;
        this.work = work;
        this.receiver = receiver;
        this.echo = GrpcEcho.echo(work);
    }

    void open() {
        if (scenario.kind() == Scenario.Kind.FAN_OUT) {
            publishing = ClientCalls.asyncClientStreamingCall(
                    channel.newCall(GrpcEcho.publish(work), CallOptions.DEFAULT), this);
        }
        receiver.onOpen(this);
    }

    void subscribe() {
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(GrpcEcho.events(work), CallOptions.DEFAULT), work.make(0), this);
    }

    @Override
    public void send(long number) {
        if (publishing != null) {
            publishing.onNext(work.make(number));
        } else if (scenario.kind() == Scenario.Kind.STREAM) {
            subscribe();
        } else {
            ClientCalls.asyncUnaryCall(channel.newCall(echo, CallOptions.DEFAULT), work.make(number), this);
        }
    }

    @Override
    public void onNext(T body) {
        receiver.onFrame(work.number(body), work.size(body), Frames.FILLER);
    }

    @Override
    public void onError(Throwable failure) {
        receiver.onFailure(failure);
    }

    @Override
    public void onCompleted() {
        // Each call has its end; the next one follows from its answer.
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
