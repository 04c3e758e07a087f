package io.trunkline.benchmarks.macro.rsocket;

import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;

/** One connection's interactions. Loop-confined. */
final class RSocketLink<T> implements Link {
    /** Events asked for at a time. */
    private static final int CREDIT = 1024;

    private final RSocket requester;
    private final RSocketBodies<T> bodies;
    private final Scenario scenario;
    private final Receiver receiver;

    RSocketLink(RSocket requester, RSocketBodies<T> bodies, Scenario scenario, Receiver receiver) {
        this.requester = requester;
        this.bodies = bodies;
        this.scenario = scenario;
        this.receiver = receiver;
    }

    void subscribe() {
        requester
                .requestStream(bodies.payload(bodies.work().make(0)))
                .limitRate(CREDIT)
                .subscribe(this::arrived, receiver::onFailure);
    }

    @Override
    public void send(long number) {
        switch (scenario.kind()) {
            case FAN_OUT ->
                requester
                        .fireAndForget(bodies.payload(bodies.work().make(number)))
                        .subscribe();
            case STREAM -> subscribe();
            default ->
                requester
                        .requestResponse(bodies.payload(bodies.work().make(number)))
                        .subscribe(this::arrived, receiver::onFailure);
        }
    }

    private void arrived(Payload payload) {
        T body = bodies.body(payload);
        receiver.onFrame(bodies.work().number(body), bodies.work().size(body), Frames.FILLER);
    }

    @Override
    public void close() {
        requester.dispose();
    }
}
