package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes what it is given to a stream, and asks for the next as one has been sent.
 *
 * <p>Thread-safe. The subscription is called on the loop alone, and so serially, as rule 2.7 wants.
 */
final class StreamSubscriber implements Flow.Subscriber<Payload> {
    /** So many may wait for credit: enough that the stream is never idle for want of the publisher's next. */
    static final int AHEAD = 8;

    private final LiveStream stream;
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();

    StreamSubscriber(LiveStream stream) {
        this.stream = stream;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        if (subscription.compareAndSet(null, given)) {
            stream.onLoop(() -> given.request(AHEAD));
        } else {
            given.cancel(); // Rule 2.5.
        }
    }

    @Override
    @SuppressWarnings(
            "FutureReturnValueIgnored") // The stage cannot fail: it hands the loop a task, whose errors are logged.
    public void onNext(Payload bytes) {
        Objects.requireNonNull(bytes, "item");
        Flow.Subscription from = Objects.requireNonNull(subscription.get(), "onSubscribe comes first");
        // The requests are the bound here, whatever the size of each.
        CompletableFuture<Void> sent = stream.writeAsync(bytes, Integer.MAX_VALUE);
        sent.whenComplete((done, failure) -> stream.onLoop(() -> goOn(from, failure)));
    }

    private static void goOn(Flow.Subscription from, @Nullable Throwable failure) {
        if (failure == null) {
            from.request(1);
        } else {
            from.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        stream.reset("INTERNAL_ERROR");
    }

    @Override
    public void onComplete() {
        stream.core().beginClose();
    }
}
