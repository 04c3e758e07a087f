package io.trunkline.client.internal;

import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.WorkerRelay;
import java.util.concurrent.Executor;

/** A client that has subscriptions and hears no events. Thread-safe, as its registry is. */
record FakeOwner(SubscriptionRegistry registry) implements ActiveSubscription.Owner {
    @Override
    public void cancelled(ActiveSubscription<?> subscription) {
        registry.remove(subscription);
    }

    @Override
    public void overflowed(ActiveSubscription<?> subscription) {}

    @Override
    public void dropped(ActiveSubscription<?> subscription) {}

    @Override
    public Executor workers() {
        return Runnable::run;
    }

    @Override
    public WorkerRelay receivers(EventLoop loop) {
        throw new AssertionError("no event comes here");
    }

    @Override
    public MemoryBudget memory() {
        return new MemoryBudget(1 << 30);
    }

    @Override
    public void complete(Runnable completion) {
        completion.run();
    }
}
