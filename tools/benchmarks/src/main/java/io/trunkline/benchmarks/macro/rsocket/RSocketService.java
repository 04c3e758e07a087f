package io.trunkline.benchmarks.macro.rsocket;

import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.trunkline.benchmarks.macro.Scenario;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** Echo, events and fan-out. */
final class RSocketService<T> implements RSocket {
    private final RSocketBodies<T> bodies;
    private final Scenario scenario;
    private final List<FluxSink<Payload>> subscribers = new CopyOnWriteArrayList<>();

    RSocketService(RSocketBodies<T> bodies, Scenario scenario) {
        this.bodies = bodies;
        this.scenario = scenario;
    }

    @Override
    public Mono<Payload> requestResponse(Payload request) {
        return Mono.just(bodies.payload(bodies.body(request)));
    }

    @Override
    public Flux<Payload> requestStream(Payload question) {
        question.release();
        if (scenario.kind() == Scenario.Kind.FAN_OUT) {
            return Flux.create(subscribers::add, FluxSink.OverflowStrategy.BUFFER);
        }
        return Flux.generate(() -> 0L, (next, sink) -> {
            sink.next(bodies.payload(bodies.work().make(next)));
            return next + 1;
        });
    }

    @Override
    public Mono<Void> fireAndForget(Payload event) {
        T body = bodies.body(event);
        subscribers.forEach(subscriber -> subscriber.next(bodies.payload(body)));
        return Mono.empty();
    }
}
