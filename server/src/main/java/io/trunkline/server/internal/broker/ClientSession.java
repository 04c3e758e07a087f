package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.SerialExecutor;
import io.trunkline.transport.internal.TcpConnection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connected client in the broker: what it waits for, what it is called, and the way to it.
 *
 * <p>Thread-safe. Its connection reads and parses ({@link BrokerConnection}, loop-confined); this half is what other
 * connections and workers may touch.
 */
final class ClientSession implements Peer {
    private final TcpConnection connection;
    private final Outbox outbox;
    private final RunningRequests running;
    private final SerialExecutor serial;
    private final Faults faults;
    private final Counters counters;
    private final boolean ordered;
    private final ServiceInfo info;
    private volatile @Nullable CloseReason leavingFor;

    ClientSession(TcpConnection connection, Broker broker, PeerFeatures features, Faults faults, boolean ordered) {
        this.connection = connection;
        this.outbox = new Outbox(connection, features);
        this.running = new RunningRequests(
                broker.load(),
                broker.settings().requestsPerConnection(),
                connection.loop().memory());
        this.serial = new SerialExecutor(broker.settings().calls().workers());
        this.faults = faults;
        this.counters = broker.counters();
        this.ordered = ordered;
        this.info = new ServiceInfo(connection);
    }

    @Override
    public String id() {
        return connection.id();
    }

    TcpConnection connection() {
        return connection;
    }

    Outbox outbox() {
        return outbox;
    }

    ServiceInfo info() {
        return info;
    }

    @Override
    public RunningRequests running() {
        return running;
    }

    @Override
    public boolean isOrdered() {
        return ordered;
    }

    @Override
    public void settle(RunningRequest request, Reply reply) {
        running.forget(request);
        UUID id = request.id();
        if (id != null) {
            respond(Heads.response(request.topic(), request.version(), id), reply);
        }
        ended();
    }

    @Override
    public void relay(ForwardedRequest request, Body response) {
        running.forget(request);
        byte[] head = Heads.response(request.topic(), request.version(), request.id());
        if (outbox.send(head, response) == Outbox.Sent.TOO_LARGE) {
            outbox.send(head, ControlJson.body(tooLarge()));
        }
        ended();
    }

    /** Behind the answer, never before it: the last one to end lets a leaving peer go. */
    private void ended() {
        running.ended();
        if (leavingFor != null) {
            connection.loop().tryExecute(this::leaveIfAnswered);
        }
    }

    private void respond(byte[] head, Reply reply) {
        if (outbox.send(head, ControlJson.body(reply)) == Outbox.Sent.TOO_LARGE) {
            outbox.send(head, ControlJson.body(tooLarge()));
        }
    }

    private static Reply tooLarge() {
        return new Reply.Failure(
                ErrorCode.PAYLOAD_TOO_LARGE, "The response is larger than you take", Map.of("executed", "maybe"));
    }

    @Override
    public void forget(RunningRequest request) {
        running.forget(request);
        ended();
    }

    @Override
    public void release() {
        running.release();
    }

    /** The peer has ended its output: once its last answer is queued, so do we. */
    void leave(CloseReason reason) {
        leavingFor = reason;
        leaveIfAnswered();
    }

    /** Tells whether the peer has ended its output. */
    boolean isLeaving() {
        return leavingFor != null;
    }

    /** A handler that ignores its deadline does not keep the connection: its caller has been told. */
    private void leaveIfAnswered() {
        CloseReason reason = leavingFor;
        if (reason != null && running.isAnswered()) {
            connection.closeAfterWrites(reason);
        }
    }

    @Override
    public void refuse(RequestHead head, Reply reply) {
        respond(Heads.response(head.topic(), head.version(), head.id()), reply);
    }

    @Override
    public void acknowledge(RequestHead head) {
        respond(Heads.response(head.topic(), head.version(), head.id()), ControlJson.SUCCESS);
    }

    @Override
    public void fault(RequestHead head, Reply reply) {
        refuseRequest(head, reply);
        faults.count();
    }

    @Override
    public void duplicate(RequestHead head) {
        sendError(new Reply.Failure(
                ErrorCode.INVALID_REQUEST,
                "A request with this id is in flight",
                Map.of("requestId", String.valueOf(head.id()), "executed", "no")));
        if (running.isRepeated(head.id())) {
            faults.spend();
        } else {
            faults.count();
        }
    }

    @Override
    public void answersNothing(RequestHead head, Body payload) {
        if (!payload.isBinary() && ControlJson.isError(payload)) {
            counters.strayErrors.increment();
        } else {
            refuse(head, new Reply.Failure(ErrorCode.INVALID_REQUEST_ID, "No request waits for this response"));
        }
        faults.count();
    }

    /** Counts an error that was answered already. */
    void countFault() {
        faults.count();
    }

    /** Sends an error that belongs to no request. */
    void sendError(Reply.Failure failure) {
        outbox.send(Heads.error(), ControlJson.body(failure));
    }

    @Override
    public Outbox.Sent forward(ForwardedRequest request, RequestHead head, Body payload) {
        return outbox.send(Heads.request(head, request.brokerId(), head.timeoutNanos()), payload);
    }

    @Override
    public void forwardOneWay(RequestHead head, Body payload) {
        if (outbox.send(Heads.request(head, null, 0), payload) != Outbox.Sent.QUEUED) {
            counters.droppedOneWay.increment();
        }
    }

    @Override
    public void deliver(byte[] head, Body event) {
        if (outbox.send(head, event) == Outbox.Sent.TOO_LARGE) {
            counters.undeliverable.increment();
        }
    }

    @Override
    public void runSerially(Runnable task) {
        serial.execute(task);
    }

    @Override
    public void arm(Deadline deadline, long nanos) {
        connection.loop().schedule(deadline, connection.loop().nanos() + nanos);
    }

    @Override
    public void disarm(Deadline deadline) {
        connection.loop().cancel(deadline);
    }

    @Override
    public String toString() {
        return "ClientSession[" + id() + "]";
    }
}
