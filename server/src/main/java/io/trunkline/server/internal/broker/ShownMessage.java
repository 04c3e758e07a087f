package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.codec.internal.message.SemVer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request's message for handlers that may ask for it, made when one does: most never do.
 *
 * <p>Thread-safe: two threads that ask at once may get two that are equal.
 */
final class ShownMessage {
    private final @Nullable RequestHead head;
    private final Payload payload;
    private volatile @Nullable Message message;

    /** One that is there already. */
    ShownMessage(Message made) {
        this.head = null;
        this.payload = made.payload();
        this.message = made;
    }

    /** One of a header and a payload that nobody will change. */
    ShownMessage(RequestHead head, Payload payload) {
        this.head = head;
        this.payload = payload;
    }

    Message get() {
        Message known = message;
        if (known == null && head != null) {
            known = make(head);
            message = known;
        }
        return Objects.requireNonNull(known, "made from the head, or given");
    }

    private Message make(RequestHead from) {
        Message made = Message.of(Action.REQUEST, from.topic().text(), payload);
        if (!from.version().equals(SemVer.DEFAULT)) {
            made = made.version(from.version().text());
        }
        made = from.id() == null ? made : made.requestId(from.id());
        return from.parent() == null ? made : made.parentId(from.parent());
    }
}
