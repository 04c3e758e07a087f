package io.trunkline.server.internal.broker;

import io.trunkline.codec.Framing;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.server.internal.observe.HandlerTimes;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes down what the router does to a peer. */
final class FakePeer implements Peer {
    private static final LoopFanOut FAN_OUT = new LoopFanOut(new HandDrivenHome());

    final List<String> log = new ArrayList<>();
    final List<Outgoing> delivered = new ArrayList<>();
    Runnable onDelivery = () -> {};
    Outbox.Sent forwarding = Outbox.Sent.QUEUED;

    @Nullable
    ForwardedRequest forwarded;

    private final String id;
    final MemoryBudget memory = new MemoryBudget(1_000_000);
    private final RunningRequests running;
    private final RequestLine line = new RequestLine();
    private final LoopTally tally = new LoopTally(new HandlerTimes().on(this));

    FakePeer(String id) {
        this.id = id;
        this.running = new RunningRequests(
                new TopicLoads(new LocalCalls(() -> 0, Runnable::run, null), new ServerLoad(2_000)),
                2_000,
                memory,
                () -> true);
    }

    FakePeer(String id, RunningRequests running) {
        this.id = id;
        this.running = running;
    }

    private static String number(RequestHead head) {
        return number(head.id());
    }

    private static String number(@Nullable UUID id) {
        return id == null ? "-" : String.valueOf(id.getLeastSignificantBits());
    }

    private static String name(Reply reply) {
        return reply instanceof Reply.Failure failure ? failure.code().name() : "success";
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public RunningRequests running() {
        return running;
    }

    @Override
    public void settle(RunningRequest request, Reply reply) {
        running.forget(request);
        log.add("settle " + number(request.id()) + " " + name(reply));
    }

    @Override
    public void relay(ForwardedRequest request, Body response) {
        running.forget(request);
        log.add("relay " + number(request.id()));
    }

    @Override
    public void forget(RunningRequest request) {
        running.forget(request);
    }

    @Override
    public void release() {
        running.release();
    }

    @Override
    public void refuse(RequestHead head, Reply reply) {
        log.add("refuse " + number(head) + " " + name(reply));
    }

    @Override
    public void acknowledge(RequestHead head) {
        log.add("acknowledge " + number(head));
    }

    @Override
    public void duplicate(RequestHead head) {
        log.add("duplicate " + number(head));
    }

    @Override
    public void fault(RequestHead head, Reply reply) {
        log.add("fault " + number(head) + " " + name(reply));
    }

    @Override
    public void answersNothing(RequestHead head, Body payload) {
        log.add("answersNothing " + number(head));
    }

    @Override
    public Outbox.Sent forward(ForwardedRequest request, RequestHead head, Body payload) {
        log.add("forward " + number(head));
        forwarded = request;
        return forwarding;
    }

    @Override
    public void forwardOneWay(RequestHead head, Body payload) {
        log.add("forwardOneWay");
    }

    @Override
    public void deliver(@Nullable Outgoing events) {
        if (events != null) {
            delivered.add(events);
            onDelivery.run();
        }
        for (int i = 0; events != null && i < events.frames(); i++) {
            log.add("deliver");
        }
    }

    @Override
    public PeerFeatures features() {
        return PeerFeatures.unknown(Framing.ENVELOPE, 1_048_576);
    }

    @Override
    public boolean dropsEvents() {
        return false;
    }

    @Override
    public LoopFanOut fanOut() {
        return FAN_OUT;
    }

    @Override
    public FanOutFlow flow() {
        throw new AssertionError("all fakes live on one loop");
    }

    @Override
    public RequestLine line() {
        return line;
    }

    @Override
    public LoopTally tally() {
        return tally;
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public boolean tryRunOnLoop(Runnable task) {
        task.run();
        return true;
    }

    @Override
    public boolean isOrdered() {
        return false;
    }

    @Override
    public long recentNanos() {
        return 0;
    }

    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public void arm(Deadline deadline, long at) {}

    @Override
    public void disarm(Deadline deadline) {}
}
