package io.trunkline.transport.internal;

import io.trunkline.QueueFullException;
import io.trunkline.transport.OutboundLimits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Publishes how much waits to be sent, and says whether it is a good moment to send more, with a gap between yes and no.
 *
 * <pre>{@code
 * WRITABLE ──bytes ≥ high──▶ UNWRITABLE          bytes = queued + staged - taken back
 *     ▲                          │                       │        │        └ of what is staged, by other threads
 *     └───────bytes ≤ low────────┘                       │        └ the loop's own, before the queue
 *                                                        └ in the queue
 * }</pre>
 *
 * <p>Counts the crossings: an even number means writable. So the loop notices a queue that filled and emptied between two of
 * its looks, which it must tell as well, or whoever stopped sending in between would wait for ever.
 *
 * <p>Guarded by the connection's lock, except: {@link #staged} and {@link #isNews} are the loop's, {@link #bytes},
 * {@link #isQueueEmpty} and {@link #isWritable} anybody's.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Updated under the connection's lock only.
final class OutboundLevel {
    private static final VarHandle QUEUED = handle("queued");
    private static final VarHandle STAGED = handle("staged");
    private static final VarHandle TAKEN_BACK = handle("takenBack");

    private final OutboundLimits limits;
    private final MemoryBudget budget;

    /** These are written for each frame: through their handles, since a full fence is a tenth of a frame's cost. */
    @SuppressWarnings("UnusedVariable") // Read and written through its handle.
    private int queued;

    @SuppressWarnings("UnusedVariable") // Read and written through its handle.
    private int staged;

    @SuppressWarnings("UnusedVariable") // Read and written through its handle.
    private int takenBack;

    private volatile int crossings;
    private int told;

    /** Made when so much waits that it counts: a connection that does little has none. */
    private @Nullable MemoryAccount memory;

    OutboundLevel(OutboundLimits limits, MemoryBudget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(OutboundLevel.class, field, int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    OutboundLimits limits() {
        return limits;
    }

    /** What waits; while it moves from the stage to the queue, less for a moment, never more. */
    int bytes() {
        return (int) QUEUED.getOpaque(this) + stagedBytes();
    }

    private int stagedBytes() {
        return (int) STAGED.getOpaque(this) - (int) TAKEN_BACK.getOpaque(this);
    }

    boolean isQueueEmpty() {
        return (int) QUEUED.getOpaque(this) == 0;
    }

    /** The loop's: so much is in its stage. */
    void staged(int bytes) {
        STAGED.setOpaque(this, bytes);
    }

    /** So much of what is staged will not leave. */
    void takenBack(int bytes) {
        TAKEN_BACK.setOpaque(this, bytes);
    }

    /** The loop's: nothing is staged any more. */
    void unstaged() {
        STAGED.setOpaque(this, 0);
        TAKEN_BACK.setOpaque(this, 0);
    }

    /** So much is in the queue, and so much of it is charged to this connection; true if a watermark was crossed. */
    boolean queued(int bytes, int own) {
        QUEUED.setOpaque(this, bytes);
        boolean crossed = isCrossed();
        charge(own); // Last: whoever looks for the slowest reader then finds it beyond its watermark.
        return crossed;
    }

    /** Takes note of the bytes that wait now; true if that turns a yes into a no, or back. */
    boolean isCrossed() {
        boolean crossed = isWritable() ? bytes() >= limits.high() : bytes() <= limits.low();
        if (crossed) {
            crossings++;
        }
        return crossed;
    }

    private void charge(int waiting) {
        if (memory == null && MemoryAccount.isWorthTelling(waiting)) {
            memory = new MemoryAccount(budget);
        }
        if (memory != null) {
            memory.hold(waiting);
        }
    }

    /** Everything was discarded: nothing waits, and no watermark matters any more. */
    void discarded() {
        unstaged();
        QUEUED.setOpaque(this, 0);
        charge(0);
    }

    /** What may still be added, as far as is published. */
    int room() {
        return limits.cap() - bytes();
    }

    /** What may still be added to what is staged, and so many bytes in the queue. */
    int roomBeside(int inQueue) {
        return limits.cap() - stagedBytes() - inQueue;
    }

    /** Throws what a frame gets that does not fit beside so many bytes in the queue. */
    void requireRoom(int size, int inQueue, TcpConnection connection) {
        int room = roomBeside(inQueue);
        if (size > room) {
            int waiting = limits.cap() - room;
            throw new QueueFullException(
                    "outbound queue to " + connection.id() + " is full: a frame of " + size
                            + " bytes does not fit beside " + waiting + " bytes that the peer has not taken",
                    limits.cap(),
                    (long) waiting + size);
        }
    }

    boolean isWritable() {
        return isWritable(crossings);
    }

    private static boolean isWritable(int crossings) {
        return (crossings & 1) == 0;
    }

    /** Whether a mark was crossed since this was asked last; {@link #wasWritable} then says what is to be told. */
    boolean isNews() {
        int now = crossings;
        boolean news = now != told;
        told = now;
        return news;
    }

    /** What it was when {@link #isNews} looked. */
    boolean wasWritable() {
        return isWritable(told);
    }
}
