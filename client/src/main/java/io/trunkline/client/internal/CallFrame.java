package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Delivery;
import io.trunkline.RequestTimeoutException;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.Outgoing;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A call's message; a request's header says how much of its time is left at this moment.
 *
 * <p>Caller-confined.
 */
final class CallFrame implements Outgoing {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final MessageFrame frame;
    private final PendingCall<?> call;
    private final long deadline;
    private final EventLoop clock;
    private int size;

    CallFrame(MessageFrame frame, PendingCall<?> call, long deadline, EventLoop clock) {
        this.frame = frame;
        this.call = call;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** What is left of the call's time; negative when it is over. */
    long nanosLeft() {
        return deadline - clock.nanos();
    }

    /** Sizes the message; throws if its time is over or the peer takes no such message. */
    @Override
    public int size() {
        int left = millisLeft(nanosLeft());
        if (call.terms().action() == Action.REQUEST) {
            frame.header().timeoutMs(left);
        }
        size = frame.size();
        return size;
    }

    private int millisLeft(long nanos) {
        if (nanos <= 0) {
            throw new RequestTimeoutException(
                    "'" + call.terms().topic() + "' was not sent within "
                            + call.terms().timeout(),
                    call.terms().timeout(),
                    Delivery.NOT_SENT);
        }
        return (int) ((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    @Override
    public int frames() {
        return frame.frames();
    }

    @Override
    public void writeTo(byte[] array, int offset) {
        frame.writeTo(array, offset);
    }

    @Override
    public @Nullable ByteBuffer tail() {
        return frame.tail();
    }

    @Override
    public void writeHeadTo(byte[] array, int offset) {
        frame.writeHeadTo(array, offset);
    }

    /** Tells the call where it lies in the outbound stream. */
    void queuedAt(long position) {
        call.queued(position, size);
    }
}
