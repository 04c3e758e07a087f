package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Payload;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to know, and for how long.
 *
 * <p>Immutable.
 *
 * @param action a request, or a publish that wants to be confirmed
 * @param topic where to
 * @param version of the route or topic
 * @param payload the encoded question
 * @param binary whether the question is bytes, not JSON
 * @param reader what to make of the answer
 * @param timeout from the call until its answer
 * @param parent the request that made this one necessary, or null
 */
record CallTerms<R>(
        Action action,
        TopicName topic,
        SemVer version,
        Payload payload,
        boolean binary,
        ReplyReader<R> reader,
        Duration timeout,
        @Nullable UUID parent) {

    /** A request to the broker itself. */
    static <R> CallTerms<R> system(TopicName topic, Payload payload, ReplyReader<R> reader, Duration timeout) {
        return new CallTerms<>(Action.REQUEST, topic, SemVer.DEFAULT, payload, false, reader, timeout, null);
    }

    /** The same, with what is left of its time. */
    CallTerms<R> within(Duration left) {
        return new CallTerms<>(action, topic, version, payload, binary, reader, left, parent);
    }
}
