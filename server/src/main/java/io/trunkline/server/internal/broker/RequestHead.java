package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a message's header beyond the read callback. Immutable.
 *
 * @param topic as written and as matched
 * @param version the sender's
 * @param id null if no answer is wanted
 * @param parent null if the sender named none
 * @param timeoutNanos what the sender has left, or the default
 */
record RequestHead(
        TopicName topic,
        SemVer version,
        @Nullable UUID id,
        @Nullable UUID parent,
        long timeoutNanos) {}
