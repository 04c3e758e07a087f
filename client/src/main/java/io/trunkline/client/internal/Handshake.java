package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.PayloadException;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.RequestIds;
import io.trunkline.codec.internal.message.SemVer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends hello once and applies its answer, whenever that comes.
 *
 * <p>Nobody waits for it: a broker that knows no hello answers TOPIC_NOT_SUPPORTED, or nothing, and is spoken to without
 * flags. So it is not among the calls in flight, which a drain waits for. Loop-confined.
 */
final class Handshake {
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    private final SessionLine line;
    private final Framing framing;
    private final FrameLimits limits;
    private long idHigh;
    private long idLow;
    private boolean sent;
    private boolean awaiting;

    Handshake(SessionLine line, Framing framing, FrameLimits limits) {
        this.line = line;
        this.framing = framing;
        this.limits = limits;
    }

    /** Sends hello, unless it was sent: a second one is an error. */
    void sendHello() {
        if (sent) {
            return;
        }
        sent = true;
        RequestIds ids = new RequestIds();
        long ticket = ids.next();
        idHigh = ids.high(ticket);
        idLow = ids.low(ticket);
        awaiting = true;
        HeaderWriter header = new HeaderWriter()
                .begin(Action.REQUEST, SystemTopics.HELLO, SemVer.DEFAULT)
                .requestId(idHigh, idLow);
        line.tryWrite(header, Hello.offer(framing, limits));
    }

    /** Applies the answer; false if it answers something else. */
    boolean answered(HeaderParser header, Answer answer) {
        if (!awaiting || header.requestIdHigh() != idHigh || header.requestIdLow() != idLow) {
            return false;
        }
        awaiting = false;
        apply(answer);
        return true;
    }

    private void apply(Answer answer) {
        try {
            if (answer.error() != null) {
                LOG.debug("conn={} event=no-hello: the broker knows none", line.peer());
                return;
            }
            line.limits(Hello.answer(line.limits(), answer));
        } catch (PayloadException e) {
            LOG.debug("conn={} event=hello-unreadable {}", line.peer(), e.getMessage());
        }
    }
}
