package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Delivery;
import io.trunkline.RequestTimeoutException;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.transport.internal.EventLoop;
import java.util.function.LongSupplier;

/**
 * A call's message; a request's header says how much of its time is left at this moment.
 *
 * <p>Caller-confined.
 */
final class CallFrame extends MessageFrame implements LongSupplier {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PendingCall<?> call;
    private final long deadline;
    private final EventLoop clock;
    private int size;

    CallFrame(PeerLimits limits, HeaderWriter header, PendingCall<?> call, long deadline, EventLoop clock) {
        super(limits, header, call.terms().payload(), call.terms().binary());
        this.call = call;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** What is left of the call's time in nanoseconds; negative when it is over. */
    @Override
    public long getAsLong() {
        return deadline - clock.nanos();
    }

    /** Sizes the message; throws if its time is over or the peer takes no such message. */
    @Override
    public int size() {
        long all = call.terms().timeout().toNanos();
        // The first time is right after its deadline was set: no clock is asked for that, unless so little may be over.
        int left = millisLeft(size == 0 && all >= NANOS_PER_MILLI ? all : getAsLong());
        if (call.terms().action() == Action.REQUEST) {
            header().timeoutMs(left);
        }
        size = super.size();
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

    /** Tells the call where it lies in the outbound stream. */
    void queuedAt(long position) {
        call.queued(position, size);
    }
}
