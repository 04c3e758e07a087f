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
 * run ─▶ handler ─┬─ result or exception ─────────────────▶ done, once
 *                 └─ stage (loop routes) ─▶ on any thread ─▶
 * }</pre>
 *
 * <p>Runs where it is put: on a worker, or on the loop for routes that are {@link LocalRoute#isOnLoop()}. Nothing that the
 * handler throws leaves {@link #run}, so it cannot end a thread of ours.
 */
public final class Invocation implements Runnable {
    private static final VarHandle DONE = doneHandle();

    private final LocalRoute route;
    private final Object request;
    private final Call call;
    private final CallEnd told;

    /** Whether somebody has called back. */
    private volatile boolean done;

    /**
     * Prepares a call.
     *
     * @param route whose handler it is
     * @param request bound by the route
     * @param call what the handler may ask
     * @param told what becomes of it
     */
    public Invocation(LocalRoute route, Object request, Call call, CallEnd told) {
        this.route = route;
        this.request = request;
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

    @Override
    public void run() {
        if (route.isOnLoop()) {
            invoke(); // No mark: the loop's own name says where this is.
            // An interrupt that a handler leaves behind would close every channel that the loop touches next.
            Thread.interrupted();
        } else {
            HandlerScope.run(this::invoke);
        }
    }

    private void invoke() {
        told.entered();
        try {
            Object result = route.invoke(request, call);
            if (route.isOnLoop() && result instanceof CompletionStage<?> stage) {
                await(stage);
            } else {
                endAtOnce(result);
            }
        } catch (Throwable e) {
            // Errors too: a handler that recurses too deep or misses a class costs its own request only.
            end(HandlerOutcome.of(route, e, told));
        } finally {
            told.left();
        }
    }

    /** The JDK's own future that has its value already needs no stage behind it. */
    private void await(CompletionStage<?> stage) {
        if (stage.getClass() == CompletableFuture.class) {
            CompletableFuture<?> future = stage.toCompletableFuture();
            if (future.isDone() && !future.isCompletedExceptionally()) {
                endAtOnce(future.join());
                return;
            }
        }
        stage.whenComplete(this::staged);
    }

    /** Nobody else can call back, since nobody was asked to: no other thread looks at the mark. */
    private void endAtOnce(@Nullable Object result) {
        Reply reply = HandlerOutcome.of(route, result, call, told);
        DONE.setOpaque(this, true);
        told.answered(reply);
    }

    private void staged(@Nullable Object result, @Nullable Throwable thrown) {
        if (done) {
            told.answeredAgain(); // A user's own stage may call back twice, and no failure is to be told of then.
            return;
        }
        end(thrown == null ? HandlerOutcome.of(route, result, call, told) : HandlerOutcome.of(route, thrown, told));
    }

    /** Two threads may call back at once. */
    private void end(Reply reply) {
        if (DONE.compareAndSet(this, false, true)) {
            told.answered(reply);
        } else {
            told.answeredAgain();
        }
    }
}
