package io.trunkline.transport.internal;

import io.trunkline.PayloadException;
import java.util.ArrayList;
import java.util.List;

/** The frames of one read, in order, among them the errors that cost one frame. Filled by the loop, then handed over whole. */
final class FrameBatch<F> implements FrameIntake<F> {
    private final WorkerDelivery<F> delivery;
    private final List<Object> items = new ArrayList<>();
    private int invalid;

    FrameBatch(WorkerDelivery<F> delivery) {
        this.delivery = delivery;
    }

    @Override
    public boolean frame(F frame) {
        items.add(frame);
        return true;
    }

    @Override
    public boolean invalid(PayloadException error) {
        items.add(new Invalid(error));
        invalid++;
        return true;
    }

    @Override
    public int taken() {
        return items.size();
    }

    @Override
    public int invalidTaken() {
        return invalid;
    }

    @Override
    public void end(long bytes) {
        if (!items.isEmpty()) {
            delivery.submit(this, bytes);
        }
    }

    /** Gives each to a callback until one closes the connection. */
    void deliver(HandlerGuard<F> handler) {
        for (Object item : items) {
            if (handler.isDone()) {
                return;
            }
            deliver(handler, item);
        }
    }

    @SuppressWarnings("unchecked") // Whatever is not an Invalid came in through frame().
    private void deliver(HandlerGuard<F> handler, Object item) {
        if (item instanceof Invalid bad) {
            handler.invalid(bad.problem);
        } else {
            handler.frame((F) item);
        }
    }

    private record Invalid(PayloadException problem) {}
}
