package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was written to a stream until the multiplexer takes it, a piece at a time.
 *
 * <pre>{@code
 *  write ─▶ queue ──take──▶ in the multiplexer ──told by settle──▶ sent: room for writers, futures complete
 *           └────────── waiting bytes ────────┘
 * }</pre>
 *
 * <p>Guarded by the stream's lock.
 */
final class StreamOutbox {
    /** As much may wait before a writer does: the window of the other side, so that it never runs dry. */
    static final int ROOM = 64 * 1024;

    /** As much may wait of those who do not wait for room. */
    static final int ASYNC_ROOM = 1024 * 1024;

    /**
     * What the multiplexer is given where the credit is less: enough to notice a stall and to send on at once when credit
     * comes. The streams of a connection together stay below the outbound cap, whatever a peer grants at once.
     */
    static final int PIECE = 16 * 1024;

    /** Writes of a byte or two cost more than their bytes. */
    private static final int MAX_ENTRIES = 16 * 1024;

    private final ArrayDeque<Payload> queue = new ArrayDeque<>(4);
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>(0);
    private int headTaken;
    private long added;
    private long waiting;
    private long inMultiplexer;

    private record Waiter(long end, CompletableFuture<Void> future) {}

    boolean hasRoom(int size, int room) {
        return waiting == 0 || (waiting + size <= room && queue.size() < MAX_ENTRIES);
    }

    /** Adds bytes, one at least. */
    void add(Payload bytes, @Nullable CompletableFuture<Void> whenSent) {
        queue.add(bytes);
        added += bytes.size();
        waiting += bytes.size();
        if (whenSent != null) {
            waiters.add(new Waiter(added, whenSent));
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes the next piece out, one payload if the credit or {@link #PIECE} covers it; null if nothing waits. */
    @Nullable
    Payload take(long credit, int maxFrame) {
        Payload head = queue.peek();
        if (head == null) {
            return null;
        }
        int left = head.size() - headTaken;
        int size = (int) Math.min(Math.min(left, maxFrame), Math.max(PIECE, credit));
        Payload piece = size == head.size() ? head : slice(head, size);
        headTaken += size;
        inMultiplexer += size;
        if (headTaken == head.size()) {
            queue.remove();
            headTaken = 0;
        }
        return piece;
    }

    private Payload slice(Payload head, int size) {
        return head.slice(headTaken, size);
    }

    /** Takes note of how much of what it took the multiplexer still holds; answers how much has been sent since. */
    long settle(long held) {
        long sent = inMultiplexer - held;
        inMultiplexer = held;
        waiting -= sent;
        return sent;
    }

    /** Takes out the futures of what has been sent. */
    List<CompletableFuture<Void>> takeSent() {
        List<CompletableFuture<Void>> done = new ArrayList<>(0);
        long sent = added - waiting;
        while (!waiters.isEmpty() && waiters.element().end() <= sent) {
            done.add(waiters.remove().future());
        }
        return done;
    }

    /** Throws away what waits; answers how many bytes that was. */
    long discard() {
        long unsent = waiting;
        queue.clear();
        waiting = 0;
        inMultiplexer = 0;
        headTaken = 0;
        return unsent;
    }

    /** Takes out the futures of what was thrown away. */
    List<CompletableFuture<Void>> takeFailed() {
        List<CompletableFuture<Void>> failed = new ArrayList<>(waiters.size());
        waiters.forEach(waiter -> failed.add(waiter.future()));
        waiters.clear();
        return failed;
    }

    long waiting() {
        return waiting;
    }

    /** What has been sent or thrown away; it only grows. */
    long left() {
        return added - waiting;
    }
}
