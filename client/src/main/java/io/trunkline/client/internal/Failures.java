package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.ReplyException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.transport.ConnectionLostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries errors between threads without losing where they came from. */
final class Failures {
    private static final StackTraceElement BOUNDARY = new StackTraceElement("……", "waited for by", null, -1);

    private Failures() {}

    /** Takes off what futures wrap around an error; null stays null. */
    static @Nullable RuntimeException unwrap(@Nullable Throwable error) {
        Throwable inner = error;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner == null ? null : unchecked(inner);
    }

    /** The same for what is there. */
    static RuntimeException unwrapped(Throwable error) {
        RuntimeException inner = unwrap(error);
        return inner == null ? unchecked(error) : inner;
    }

    private static RuntimeException unchecked(Throwable error) {
        return error instanceof RuntimeException known
                ? known
                : new IllegalStateException("unexpected: " + error, error);
    }

    /**
     * Words a failure for a call that was sent once before, and may have arrived then.
     *
     * @param earlier how that sending ended; null if there was none
     */
    static RuntimeException afterSending(RuntimeException failure, @Nullable ConnectionLostException earlier) {
        if (earlier == null
                || !(failure instanceof TrunklineException known)
                || known.delivery() != Delivery.NOT_SENT) {
            return failure;
        }
        RuntimeException own = maybeSent(known);
        if (own == null) {
            earlier.addSuppressed(failure);
            return earlier;
        }
        own.setStackTrace(failure.getStackTrace());
        own.addSuppressed(earlier);
        return own;
    }

    private static @Nullable RuntimeException maybeSent(TrunklineException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ConnectionLostException lost) {
            return lost.withDelivery(Delivery.MAYBE_SENT);
        }
        if (failure instanceof RequestTimeoutException late) {
            return new RequestTimeoutException(message, late.timeout(), Delivery.MAYBE_SENT);
        }
        if (failure instanceof RequestInterruptedException) {
            return new RequestInterruptedException(message, Delivery.MAYBE_SENT);
        }
        return failure instanceof ClosedException ? new ClosedException(message, Delivery.MAYBE_SENT) : null;
    }

    /** Waits for a future of ours; throws what it failed with, with the caller's stack appended. */
    static void await(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw withCaller(unwrapped(e));
        }
    }

    /** Does the same, so long at most, for a future that several callers wait for: each gets an error of its own. */
    static void awaitShared(Future<?> future, Duration timeout) throws InterruptedException, TimeoutException {
        try {
            future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw forCaller(unwrapped(e));
        }
    }

    /** Gives a copy with the caller's stack appended; an error of a kind that cannot be copied stays as it is. */
    static RuntimeException forCaller(RuntimeException shared) {
        RuntimeException own = copy(shared);
        if (own == shared) {
            return shared;
        }
        own.setStackTrace(shared.getStackTrace());
        return withCaller(own);
    }

    private static RuntimeException copy(RuntimeException error) {
        String message = String.valueOf(error.getMessage());
        if (error instanceof ReplyException reply) {
            return ReplyException.received(reply.code(), reply.text(), reply.details());
        }
        if (error instanceof ConnectionLostException lost) {
            return lost.withDelivery(lost.delivery());
        }
        if (error instanceof RequestTimeoutException late) {
            return new RequestTimeoutException(message, late.timeout(), late.delivery());
        }
        return error instanceof ClosedException closed ? new ClosedException(message, closed.delivery()) : error;
    }

    /** Appends the caller's own stack to an error that was made on another thread, for this caller alone. */
    static RuntimeException withCaller(RuntimeException error) {
        StackTraceElement[] caller = new Throwable().getStackTrace();
        error.setStackTrace(Stream.of(
                        Arrays.stream(error.getStackTrace()),
                        Stream.of(BOUNDARY),
                        Arrays.stream(caller).skip(1))
                .flatMap(elements -> elements)
                .toArray(StackTraceElement[]::new));
        return error;
    }
}
