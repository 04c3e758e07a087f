package io.trunkline.server.internal.broker;

import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * A peer that is reached by way of another server: it has no connection here, so it can neither subscribe, publish nor err.
 *
 * <p>What remains is to answer for it ({@link OtherServers}) and to ask for it ({@link RemoteCaller}). Thread-safe.
 */
abstract class PeerElsewhere implements Peer {
    /** What it is called in audits and errors: no connection has such an id. */
    private static final String ID = "other-servers";

    private final Broker broker;
    private final EventLoop home;

    PeerElsewhere(Broker broker, EventLoop home) {
        this.broker = broker;
        this.home = home;
    }

    final Broker broker() {
        return broker;
    }

    final EventLoop home() {
        return home;
    }

    private static UnsupportedOperationException hasNoConnection() {
        return new UnsupportedOperationException("a peer of another server has no connection here");
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RunningRequests running() {
        throw hasNoConnection();
    }

    @Override
    public void settle(RunningRequest request, Reply reply) {
        throw hasNoConnection();
    }

    @Override
    public void relay(ForwardedRequest request, Body response) {
        throw hasNoConnection();
    }

    @Override
    public void forget(RunningRequest request) {
        throw hasNoConnection();
    }

    @Override
    public void release() {
        throw hasNoConnection();
    }

    @Override
    public void refuse(RequestHead head, Reply reply) {
        throw hasNoConnection();
    }

    @Override
    public void acknowledge(RequestHead head) {
        throw hasNoConnection();
    }

    @Override
    public void duplicate(RequestHead head) {
        throw hasNoConnection();
    }

    @Override
    public void fault(RequestHead head, Reply reply) {
        refuseRequest(head, reply);
    }

    @Override
    public void answersNothing(RequestHead head, Body payload) {
        throw hasNoConnection();
    }

    @Override
    public Outbox.Sent forward(ForwardedRequest request, RequestHead head, Body payload) {
        return Outbox.Sent.GONE;
    }

    @Override
    public void forwardOneWay(RequestHead head, Body payload) {
        broker.counters().droppedOneWay.increment();
    }

    @Override
    public void deliver(@Nullable Outgoing events) {
        throw hasNoConnection();
    }

    @Override
    public PeerFeatures features() {
        return PeerFeatures.unknown(Framing.ENVELOPE, FrameLimits.CEILING);
    }

    @Override
    public boolean dropsEvents() {
        return false;
    }

    @Override
    public LoopFanOut fanOut() {
        return broker.fanOut().on(home);
    }

    @Override
    public FanOutFlow flow() {
        throw hasNoConnection();
    }

    @Override
    public RequestLine line() {
        throw hasNoConnection();
    }

    @Override
    public LoopTally tally() {
        return broker.tallyOf(home);
    }

    @Override
    public boolean inLoop() {
        return home.inLoop();
    }

    @Override
    public boolean tryRunOnLoop(Runnable task) {
        if (home.inLoop()) {
            task.run();
            return true;
        }
        return home.tryExecute(task);
    }

    @Override
    public boolean isOrdered() {
        return false;
    }

    @Override
    public long recentNanos() {
        return home.recentNanos();
    }

    @Override
    public long nanos() {
        return home.nanosForBatch();
    }

    @Override
    public void arm(Deadline deadline, long at) {
        home.schedule(deadline, at);
    }

    @Override
    public void disarm(Deadline deadline) {
        home.cancel(deadline);
    }
}
