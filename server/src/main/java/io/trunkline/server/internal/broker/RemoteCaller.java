package io.trunkline.server.internal.broker;

import io.trunkline.Payload;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.internal.EventLoop;
import java.util.concurrent.CompletableFuture;

/**
 * Who asks a request that came from another server; one per request.
 *
 * <p>The request runs under this server's bounds as any other, and its answer goes back by a future. Thread-safe.
 */
final class RemoteCaller extends PeerElsewhere {
    private final RunningRequests running;
    private final RequestLine line = new RequestLine();
    private final CompletableFuture<Payload> answer;

    RemoteCaller(Broker broker, EventLoop home, CompletableFuture<Payload> answer) {
        super(broker, home);
        this.running = new RunningRequests(broker.topicLoads(), 1, home.memory(), home::inLoop);
        this.answer = answer;
    }

    @Override
    public RunningRequests running() {
        return running;
    }

    @Override
    public RequestLine line() {
        return line;
    }

    @Override
    public void settle(RunningRequest request, Reply reply) {
        forget(request);
        answer.complete(CrossingMessage.answer(ControlJson.body(reply)));
    }

    @Override
    public void relay(ForwardedRequest request, Body response) {
        forget(request);
        answer.complete(CrossingMessage.answer(response));
    }

    @Override
    public void forget(RunningRequest request) {
        running.forget(request);
        running.ended();
    }

    @Override
    public void release() {
        running.release();
    }

    @Override
    public void refuse(RequestHead head, Reply reply) {
        answer.complete(CrossingMessage.answer(ControlJson.body(reply)));
    }
}
