package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a stream: what was written, cut to frames as far as the peer's credit reaches.
 *
 * <p>Without credit everything may go out at once. Loop-confined.
 */
final class Outflow {
    private final ArrayDeque<Payload> waiting = new ArrayDeque<>();
    private final boolean credited;
    private long credit;
    private long waitingBytes;
    /** How much of the first waiting payload is gone already. */
    private int headSent;
    /** When the oldest waiting byte last made progress; meaningful only while bytes wait. */
    private long stalledSince;

    private Outflow(boolean credited, long credit) {
        this.credited = credited;
        this.credit = credit;
    }

    static Outflow unlimited() {
        return new Outflow(false, 0);
    }

    static Outflow withCredit(long credit) {
        return new Outflow(true, credit);
    }

    void write(Payload bytes, long now) {
        if (waiting.isEmpty()) {
            stalledSince = now;
        }
        waiting.add(bytes);
        waitingBytes += bytes.size();
    }

    /** Adds credit; false if the sum would pass what a credit can be. */
    boolean grant(long bytes) {
        if (bytes > MuxLimits.MAX_CREDIT - credit) {
            return false;
        }
        credit += bytes;
        return true;
    }

    /** Takes the next frame's body out, or null if nothing waits or no credit is left. */
    @Nullable
    Payload next(int maxFrame, long now) {
        Payload head = waiting.peek();
        if (head == null) {
            return null;
        }
        int left = head.size() - headSent;
        int size = (int) Math.min(Math.min(left, maxFrame), credited ? credit : left);
        // An empty payload costs no credit, so it may pass with none left.
        if (size == 0 && left > 0) {
            return null;
        }
        stalledSince = now;
        return take(head, size);
    }

    private Payload take(Payload head, int size) {
        Payload frame = size == head.size() ? head : slice(head, size);
        headSent += size;
        waitingBytes -= size;
        credit -= credited ? size : 0;
        if (headSent == head.size()) {
            waiting.remove();
            headSent = 0;
        }
        return frame;
    }

    private Payload slice(Payload head, int size) {
        ByteBuffer view = head.asByteBuffer();
        return Payload.read(view.position(headSent).limit(headSent + size));
    }

    void discard() {
        waiting.clear();
        waitingBytes = 0;
        headSent = 0;
    }

    boolean isCredited() {
        return credited;
    }

    long credit() {
        return credited ? credit : Long.MAX_VALUE;
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    long stalledSince() {
        return stalledSince;
    }
}
