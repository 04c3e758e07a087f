package io.trunkline.client.internal;

import io.trunkline.ErrorCode;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.message.HeaderParser;
import org.jspecify.annotations.Nullable;
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
    private final ControlRequest request;
    private @Nullable ReplyException stranger;

    Handshake(SessionLine line, Framing framing, FrameLimits limits) {
        this.line = line;
        this.framing = framing;
        this.limits = limits;
        this.request = new ControlRequest(line, SystemTopics.HELLO);
    }

    /** Sends hello, unless it was sent: a second one is an error. */
    void sendHello() {
        if (!request.isSent()) {
            request.send(Hello.offer(framing, limits));
        }
    }

    /** Applies the answer; false if it answers something else. */
    boolean answered(HeaderParser header, Answer answer) {
        if (!request.takeAnswer(header)) {
            return false;
        }
        apply(answer);
        return true;
    }

    /** What a broker said that talks only to those who have logged in; it closes the connection behind that. */
    @Nullable
    ReplyException stranger() {
        return stranger;
    }

    private void apply(Answer answer) {
        try {
            ReplyException refused = answer.error();
            if (refused != null) {
                stranger = refused.code().equals(ErrorCode.UNAUTHORIZED) ? refused : null;
                LOG.debug("conn={} event=no-hello code={}", line.peer(), refused.code());
                return;
            }
            line.limits(Hello.answer(line.limits(), answer));
        } catch (PayloadException e) {
            LOG.debug("conn={} event=hello-unreadable {}", line.peer(), e.getMessage());
        }
    }
}
