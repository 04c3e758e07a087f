package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.Identity;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.BrokerOptions;
import io.trunkline.server.LogLevel;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.Grants;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.TcpConnection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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
    private final LoopTally tally;
    private final Faults faults;
    private final Counters counters;
    private final BrokerListener listener;
    private final Observation observation;
    private final BrokerOptions options;
    private final Audit audit;
    private final LoopFanOut fanOut;
    private final BrokerLog log;
    private final ServiceInfo info;

    /** The loop's, made when a request first has to wait for another: most clients never make it. */
    private @Nullable RequestLine line;

    /** The loop's, made with the first event for another loop. */
    private @Nullable FanOutFlow flow;

    private volatile Grants grants = Grants.WITHOUT_RULES;
    private volatile @Nullable CloseReason leavingFor;

    ClientSession(
            TcpConnection connection, Broker broker, PeerFeatures features, Faults faults, BrokerListener listener) {
        this.connection = connection;
        this.outbox = new Outbox(connection, features);
        this.running = new RunningRequests(
                broker.topicLoads(),
                broker.settings().requestsPerConnection(),
                connection.loop().memory(),
                connection.loop()::inLoop);
        this.tally = broker.tallyOf(connection.loop());
        this.faults = faults;
        this.counters = broker.counters();
        this.listener = listener;
        this.observation = broker.observation();
        this.options = broker.settings().options();
        this.audit = broker.audit();
        this.fanOut = broker.fanOut().on(connection.loop());
        this.log = broker.log();
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
    public Optional<Identity> identity() {
        return connection.identity();
    }

    @Override
    public Grants grants() {
        return grants;
    }

    /** The loop's: says what the peer may do, once it is known who it is. */
    void grant(Grants granted) {
        grants = granted;
    }

    @Override
    public RunningRequests running() {
        return running;
    }

    @Override
    public boolean isOrdered() {
        return listener.ordered();
    }

    @Override
    public String listener() {
        return listener.name().get();
    }

    @Override
    public void refused(Refusal.Reason reason, String text) {
        observation.refused(reason, connection.remoteAddress(), text);
    }

    @Override
    public void settle(RunningRequest request, Reply reply) {
        running.forget(request);
        if (request.head().hasId()) {
            answer(request.head(), reply);
            auditAnswer(request, ControlJson::body, reply, null);
        }
        tellFailure(request.topic(), reply);
        ended();
    }

    private void answer(RequestHead request, Reply reply) {
        Outbox.Sent sent = reply instanceof Reply.Success success
                ? outbox.answer(request, success.payload())
                : outbox.send(Heads.response(request), ControlJson.body(reply));
        if (sent == Outbox.Sent.TOO_LARGE) {
            outbox.send(Heads.response(request), ControlJson.body(tooLarge()));
        }
    }

    @Override
    public void relay(ForwardedRequest request, Body response) {
        running.forget(request);
        byte[] head = Heads.response(request.head());
        auditAnswer(request, body -> body, response, request.brokerId());
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

    private <T> void auditAnswer(RunningRequest request, Function<T, Body> bodyOf, T answer, @Nullable UUID masked) {
        if (audit.isOn()) {
            RequestHead head = new RequestHead(request.topic(), request.version(), request.id(), null, 0);
            audit.to(this, new Audit.Shown(Action.RESPONSE, head, request.id(), masked), bodyOf.apply(answer));
        }
    }

    /** What goes wrong shows in the broker's log; a failed handler is our own fault, anything else somebody's. */
    private void tellFailure(TopicName topic, Reply reply) {
        if (reply instanceof Reply.Failure failure && log.isOn(LogLevel.ERROR, LogLevel.WARN)) {
            LogLevel level = failure.code().equals(ErrorCode.INTERNAL_ERROR) ? LogLevel.ERROR : LogLevel.WARN;
            String code = failure.code().name();
            log.tell(
                    level,
                    code + " on " + topic.text(),
                    Map.of("code", code, "topic", topic.text(), "serviceId", id()));
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
        respond(Heads.response(head), reply);
        tellFailure(head.topic(), reply);
    }

    @Override
    public void acknowledge(RequestHead head) {
        respond(Heads.response(head), ControlJson.SUCCESS);
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
        if (running.isRepeated(head)) {
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

    /** How many errors it has made. */
    int faults() {
        return faults.made();
    }

    BrokerOptions options() {
        return options;
    }

    /** Counts an error that was answered already. */
    void countFault() {
        faults.count();
    }

    /** Sends an error that belongs to no request. */
    void sendError(Reply.Failure failure) {
        tellFailure(Heads.ERROR, failure);
        outbox.send(Heads.error(), ControlJson.body(failure));
    }

    @Override
    public Outbox.Sent forward(ForwardedRequest request, RequestHead head, Body payload) {
        audit.to(this, new Audit.Shown(Action.REQUEST, head, request.brokerId(), head.id()), payload);
        return outbox.send(Heads.request(head, request.brokerId(), head.timeoutNanos()), payload);
    }

    @Override
    public void forwardOneWay(RequestHead head, Body payload) {
        audit.to(this, new Audit.Shown(Action.REQUEST, head, null, null), payload);
        if (outbox.send(Heads.request(head, null, 0), payload) != Outbox.Sent.QUEUED) {
            counters.droppedOneWay.increment();
        }
    }

    @Override
    public void deliver(@Nullable Outgoing events) {
        if (events == null || !outbox.deliver(events)) {
            counters.undeliverable.increment();
        }
    }

    @Override
    public void offer(Outgoing events) {
        if (!outbox.offer(events)) {
            counters.undeliverable.increment();
        }
    }

    @Override
    public PeerFeatures features() {
        return outbox.features();
    }

    @Override
    public boolean dropsEvents() {
        return outbox.dropsOldest();
    }

    @Override
    public LoopFanOut fanOut() {
        return fanOut;
    }

    @Override
    public FanOutFlow flow() {
        FanOutFlow made = flow == null ? new FanOutFlow(connection) : flow;
        flow = made;
        return made;
    }

    @Override
    public RequestLine line() {
        RequestLine made = line == null ? new RequestLine() : line;
        line = made;
        return made;
    }

    @Override
    public LoopTally tally() {
        return tally;
    }

    @Override
    public boolean inLoop() {
        return connection.loop().inLoop();
    }

    @Override
    public boolean tryRunOnLoop(Runnable task) {
        if (connection.loop().inLoop()) {
            task.run();
            return true;
        }
        return connection.loop().tryExecute(task);
    }

    @Override
    public long recentNanos() {
        return connection.loop().recentNanos();
    }

    @Override
    public long nanos() {
        return connection.loop().nanosForBatch();
    }

    @Override
    public void arm(Deadline deadline, long at) {
        connection.loop().schedule(deadline, at);
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
