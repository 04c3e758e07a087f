package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.TrunklineException;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.TcpConnection;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's way out: writes messages within the peer's limits, and words what stops them.
 *
 * <p>Thread-safe. The limits change once, with the hello answer.
 */
final class SessionLine {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLine.class);

    /** The reason of an end that has not been told yet. */
    static final CloseReason ENDING = CloseReason.of(CloseReason.Kind.LOST, "the connection is ending");

    private final TcpConnection connection;
    private final OutboundPolicy policy;
    private final Completions completions;
    private final Executor workers;
    private final Executor handlers;
    private final Unsent unsent;
    private volatile PeerLimits limits;
    private volatile @Nullable CloseReason ended;
    private volatile boolean closedHere;
    private volatile boolean refuses;

    SessionLine(TcpConnection connection, SessionSettings settings) {
        this.connection = connection;
        this.policy = new OutboundPolicy(connection, settings.outbound());
        this.completions = settings.completions();
        this.workers = settings.workers();
        this.handlers = settings.handlers();
        this.unsent = settings.unsent();
        this.limits = settings.limitsBeforeHello();
    }

    EventLoop loop() {
        return connection.loop();
    }

    String peer() {
        return connection.id();
    }

    PeerLimits limits() {
        return limits;
    }

    void limits(PeerLimits announced) {
        limits = announced;
    }

    /** Makes a message's frames, within what the peer takes at this moment. */
    MessageFrame frame(HeaderWriter header, Payload payload, boolean binary) {
        return new MessageFrame(limits, header, payload, binary);
    }

    /** Writes a call, and tells it where. */
    void write(CallFrame frame) {
        try {
            frame.queuedAt(policy.write(frame, frame));
        } catch (ClosedException e) {
            throw refused();
        }
    }

    /** Writes a message that nobody waits for; under a dropping policy it may be dropped, counted. */
    void writeOneWay(MessageFrame frame) {
        try {
            policy.writeOneWay(frame);
        } catch (ClosedException e) {
            throw refused();
        }
    }

    /** Writes a message of the client's own; a connection that takes no more has its own reason, told elsewhere. */
    void tryWrite(HeaderWriter header, Payload payload) {
        try {
            writeOneWay(frame(header, payload, false));
        } catch (TrunklineException e) {
            LOG.debug("conn={} event=control-message-not-sent {}", connection.id(), e.getMessage());
        }
    }

    /** Writes an answer to a request that was routed here; it does not wait for room, and is not dropped for newer messages. */
    void writeAnswer(HeaderWriter header, Payload payload, boolean binary) {
        try {
            policy.write(frame(header, payload, binary), () -> 0);
        } catch (ClosedException e) {
            throw refused();
        }
    }

    private TrunklineException refused() {
        refuses = true;
        return refusal();
    }

    /** Whether it may take something: false as soon as it has refused something, though its end may not have been told. */
    boolean takesCalls() {
        return !refuses && !closedHere && !isEnded();
    }

    /** Whether its end has been told: then its calls end, or have. */
    boolean isEnded() {
        return ended != null;
    }

    boolean withdraw(long position, int size) {
        return connection.withdraw(position, size);
    }

    long written() {
        return connection.written();
    }

    /** Remembers that its own client ends it. */
    void closing() {
        closedHere = true;
    }

    /** Remembers why it ended, for those who come later. */
    void ended(CloseReason reason) {
        ended = reason;
    }

    /** Why it ended; {@link #ENDING} until that was told. */
    CloseReason endReason() {
        CloseReason reason = ended;
        return reason == null ? ENDING : reason;
    }

    /** What a call gets that comes too late. */
    TrunklineException refusal() {
        return loss(Delivery.NOT_SENT);
    }

    /** What a call gets that the end of the connection cuts short. */
    TrunklineException loss(Delivery delivery) {
        CloseReason reason = ended;
        if (closedHere) {
            return new ClosedException("the client of " + connection.id() + " is closed", delivery);
        }
        // The connection takes nothing more a moment before its end is told, and with it the reason.
        return new ConnectionLostException(connection.id(), reason == null ? ENDING : reason, delivery);
    }

    /** Whether futures complete on the thread that brings their end. */
    boolean completesHere() {
        return completions.areHere();
    }

    void complete(Runnable completion) {
        completions.run(completion);
    }

    Executor workers() {
        return workers;
    }

    /** Takes calls over that ended with the connection before they were sent. */
    Unsent unsent() {
        return unsent;
    }

    /** Runs handlers of requests; refuses when it is full. */
    Executor handlers() {
        return handlers;
    }
}
