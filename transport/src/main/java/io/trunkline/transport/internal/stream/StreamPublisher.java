package io.trunkline.transport.internal.stream;

import io.trunkline.Delivery;
import io.trunkline.Payload;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what arrives on a stream to one subscriber, as much as it has requested.
 *
 * <pre>{@code
 *  bytes, request, end ─▶ signal ─ first since the last round? ─▶ worker: round ─▶ onNext*, then onComplete or onError
 * }</pre>
 *
 * <p>Thread-safe: whoever raises {@code signals} from zero starts a round, so rounds never overlap. What is not requested stays
 * in the stream and keeps its credit.
 */
final class StreamPublisher implements Flow.Publisher<Payload>, Flow.Subscription, Runnable {
    private static final Flow.Subscription NOTHING = new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };

    private final StreamCore core;
    private final StreamSession session;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final AtomicLong demand = new AtomicLong();
    /** Begins at 1, so that no round begins before onSubscribe has returned. */
    private final AtomicInteger signals = new AtomicInteger(1);

    private volatile Flow.@Nullable Subscriber<? super Payload> subscriber;
    private volatile @Nullable IllegalArgumentException badRequest;
    private volatile boolean cancelled;

    StreamPublisher(StreamCore core, StreamSession session) {
        this.core = core;
        this.session = session;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Payload> given) {
        Objects.requireNonNull(given, "subscriber");
        if (!subscribed.compareAndSet(false, true)) {
            refuse(given, core + " has a subscriber");
        } else if (!core.reading().publishTo(this::signal)) {
            refuse(given, core + " is read by read() or input(); a publisher would take from it");
        } else {
            subscriber = given;
            given.onSubscribe(this);
            session.onWorker(this);
        }
    }

    private static void refuse(Flow.Subscriber<? super Payload> given, String why) {
        given.onSubscribe(NOTHING);
        given.onError(new IllegalStateException(why));
    }

    private void signal() {
        if (signals.getAndIncrement() == 0) {
            session.onWorker(this);
        }
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            badRequest = new IllegalArgumentException("request(" + count + "): ask for 1 or more (rule 3.9)");
        } else {
            demand.accumulateAndGet(count, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
        }
        signal();
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            core.reading().discard();
            signal();
        }
    }

    /** One round, and one more for what was signalled meanwhile. */
    @Override
    public void run() {
        int seen = 1;
        do {
            round();
            seen = signals.addAndGet(-seen);
        } while (seen != 0);
    }

    private void round() {
        Flow.Subscriber<? super Payload> to = subscriber;
        try {
            while (to != null && step(to)) {
                // Goes on as long as there is something to hand over.
            }
        } catch (RuntimeException | Error e) {
            session.watch().failed(session.tcp(), "subscriber", e);
            cancelled = true;
            core.reset("INTERNAL_ERROR");
        }
        if (cancelled) {
            subscriber = null; // Rule 3.13.
        }
    }

    /** Hands one thing over; false if there is nothing more for now. */
    private boolean step(Flow.Subscriber<? super Payload> to) {
        if (cancelled) {
            return false;
        }
        IllegalArgumentException bad = badRequest;
        if (bad != null) {
            cancel();
            to.onError(bad);
            return false;
        }
        Payload next = demand.get() > 0 ? core.reading().poll() : null;
        if (next == null) {
            end(to);
            return false;
        }
        demand.accumulateAndGet(1, (had, one) -> had == Long.MAX_VALUE ? had : had - one);
        to.onNext(next);
        return true;
    }

    private void end(Flow.Subscriber<? super Payload> to) {
        StreamOutcome end = core.reading().endOnceRead();
        if (end == null) {
            return;
        }
        cancelled = true;
        if (end.isPeersClose()) {
            to.onComplete();
        } else {
            to.onError(end.exception(Delivery.NOT_SENT));
        }
    }
}
