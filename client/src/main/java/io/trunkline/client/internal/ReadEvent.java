package io.trunkline.client.internal;

import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.TopicCache;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.LoopLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The event that a loop is looking at, where it lies in the bytes of a read, and the receivers that the read has woken.
 *
 * <pre>{@code
 * header parsed ─▶ at(array) ─▶ each receiver: looks in place, or asks for the owned copy, which is made once
 *                                  └ wakes(drain) ──▶ readEnded: the workers are told, once per read
 * }</pre>
 *
 * <p>One per loop, with its parser: what a connection owned of it would be written with every event, and every such write
 * costs the garbage collector a look at an old object. Loop-confined.
 */
final class ReadEvent {
    private static final LoopLocal<ReadEvent> OF_LOOP = LoopLocal.madeBy(ReadEvent::new);

    private final EventLoop loop;
    private final HeaderParser header = new HeaderParser(new TopicCache());
    private final List<BufferedPath<?>> woken = new ArrayList<>();
    private byte @Nullable [] array;
    private @Nullable Event owned;

    private ReadEvent(EventLoop loop) {
        this.loop = loop;
    }

    static ReadEvent of(EventLoop loop) {
        return OF_LOOP.of(loop);
    }

    EventLoop loop() {
        return loop;
    }

    /** Parses whatever comes; what it says of an event is read by the event's receivers. */
    HeaderParser header() {
        return header;
    }

    /** The header has been parsed, and the message is an event. */
    ReadEvent at(byte[] bytes) {
        array = bytes;
        owned = null;
        return this;
    }

    /** The bytes that were parsed; poisoned after the read. */
    byte[] array() {
        return Objects.requireNonNull(array, "an event is being looked at");
    }

    /** What may be kept of it. */
    Event owned() {
        Event made = owned == null ? new Event(header, array()) : owned;
        owned = made;
        return made;
    }

    /** Nobody looks at it any more. */
    void forget() {
        array = null;
        owned = null;
    }

    /** The first event waits for a receiver, which is to be told when all of the read waits. */
    void wakes(BufferedPath<?> receiver) {
        woken.add(receiver);
    }

    /** Every event of the read has been taken. */
    void readEnded() {
        for (int i = 0; i < woken.size(); i++) {
            woken.get(i).start(loop);
        }
        woken.clear();
    }
}
