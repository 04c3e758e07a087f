package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Payload;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.RequestIds;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;

/**
 * A request of the session's own, sent once, that is not among the calls in flight.
 *
 * <p>Loop-confined.
 */
final class ControlRequest {
    private final SessionLine line;
    private final TopicName topic;
    private long idHigh;
    private long idLow;
    private boolean sent;
    private boolean awaiting;

    ControlRequest(SessionLine line, TopicName topic) {
        this.line = line;
        this.topic = topic;
    }

    boolean isSent() {
        return sent;
    }

    /** Sends it, unless it was sent: a second one is an error. */
    void send(Payload payload) {
        if (sent) {
            return;
        }
        sent = true;
        awaiting = true;
        RequestIds ids = new RequestIds();
        long ticket = ids.next();
        idHigh = ids.high(ticket);
        idLow = ids.low(ticket);
        line.tryWrite(
                new HeaderWriter().begin(Action.REQUEST, topic, SemVer.DEFAULT).requestId(idHigh, idLow), payload);
    }

    /** Whether a response is its answer; true once. */
    boolean takeAnswer(HeaderParser header) {
        boolean mine = awaiting && header.requestIdHigh() == idHigh && header.requestIdLow() == idLow;
        awaiting &= !mine;
        return mine;
    }
}
