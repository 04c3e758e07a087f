package io.trunkline.server.internal.handler;

import io.trunkline.Call;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call of a user's handler: runs it, and says once what its caller is to be told.
 *
 * <pre>{@code
 * run ─▶ handler ─┬─ result or exception ────────────────────────▶ answered
 *                 └─ open stage (loop routes) ─▶ on any thread ──▶ answered, once
 * }</pre>
 *
 * <p>Runs where it is put: on a worker, or on the loop for routes that are {@link LocalRoute#isOnLoop()}. Nothing that the
 * handler throws leaves {@link #run}, so it cannot end a thread of ours. An object exists only for as long as a stage is
 * open, of which two threads may say at once that it is not; Thread-safe.
 */
public final class Invocation {
    private static final VarHandle DONE = doneHandle();

    private final LocalRoute route;
    private final Call call;
    private final CallEnd told;

    /** Whether somebody has called back. */
    @SuppressWarnings("UnusedVariable") // Read and written through its handle.
    private volatile boolean done;

    private Invocation(LocalRoute route, Call call, CallEnd told) {
        this.route = route;
        this.call = call;
        this.told = told;
    }

    private static VarHandle doneHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Invocation.class, "done", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Calls a handler.
     *
     * @param route whose handler it is
     * @param request bound by the route
     * @param call what the handler may ask
     * @param told what becomes of it
     */
    public static void run(LocalRoute route, Object request, Call call, CallEnd told) {
        told.entered();
        try {
            Reply reply = reply(route, request, call, told);
            if (reply != null) {
                told.answered(reply);
            }
        } finally {
            told.left();
            if (route.isOnLoop()) {
                // An interrupt that a handler leaves behind would close every channel that the loop touches next.
                Thread.interrupted();
            }
        }
    }

    /** Null while the handler's stage is open. */
    private static @Nullable Reply reply(LocalRoute route, Object request, Call call, CallEnd told) {
        Invocation open = null;
        try {
            Object result = route.invoke(request, call);
            if (!route.isOnLoop() || !(result instanceof CompletionStage<?> stage)) {
                return HandlerOutcome.of(route, result, call, told);
            }
            if (hasValue(stage)) {
                return HandlerOutcome.of(route, stage.toCompletableFuture().join(), call, told);
            }
            open = new Invocation(route, call, told);
            stage.whenComplete(open::staged);
            return null;
        } catch (Throwable e) {
            // Errors too: a handler that recurses too deep or misses a class costs its own request only.
            return failed(HandlerOutcome.of(route, e, told), open, told);
        }
    }

    /** The JDK's own future that has its value already needs nothing of ours behind it. */
    private static boolean hasValue(CompletionStage<?> stage) {
        return stage.getClass() == CompletableFuture.class
                && stage instanceof CompletableFuture<?> future
                && future.isDone()
                && !future.isCompletedExceptionally();
    }

    /** A user's own stage may have called back, and thrown then. */
    private static @Nullable Reply failed(Reply reply, @Nullable Invocation open, CallEnd told) {
        if (open == null || DONE.compareAndSet(open, false, true)) {
            return reply;
        }
        told.answeredAgain();
        return null;
    }

    private void staged(@Nullable Object result, @Nullable Throwable thrown) {
        if (!DONE.compareAndSet(this, false, true)) {
            told.answeredAgain(); // A user's own stage may call back twice, and no failure is to be told of then.
            return;
        }
        told.answered(
                thrown == null ? HandlerOutcome.of(route, result, call, told) : HandlerOutcome.of(route, thrown, told));
    }
}
