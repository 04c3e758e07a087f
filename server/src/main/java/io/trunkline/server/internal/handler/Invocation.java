package io.trunkline.server.internal.handler;

import io.trunkline.Call;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
    private final LocalRoute route;
    private final Object request;
    private final Call call;
    private final Consumer<Reply> whenDone;
    private final AtomicBoolean done = new AtomicBoolean();

    /**
     * Prepares a call.
     *
     * @param route whose handler it is
     * @param request bound by the route
     * @param call what the handler may ask
     * @param whenDone told once, when the handler has ended
     */
    public Invocation(LocalRoute route, Object request, Call call, Consumer<Reply> whenDone) {
        this.route = route;
        this.request = request;
        this.call = call;
        this.whenDone = whenDone;
    }

    @Override
    public void run() {
        HandlerScope.run(this::invoke);
        if (route.isOnLoop()) {
            // An interrupt that a handler leaves behind would close every channel that the loop touches next.
            Thread.interrupted();
        }
    }

    private void invoke() {
        try {
            Object result = route.invoke(request, call);
            if (route.isOnLoop() && result instanceof CompletionStage<?> stage) {
                stage.whenComplete(this::staged);
            } else {
                end(HandlerOutcome.of(route, result, call.isCancelled()));
            }
        } catch (Throwable e) {
            // Errors too: a handler that recurses too deep or misses a class costs its own request only.
            end(HandlerOutcome.of(route, e));
        }
    }

    private void staged(@Nullable Object result, @Nullable Throwable thrown) {
        end(thrown == null ? HandlerOutcome.of(route, result, call.isCancelled()) : HandlerOutcome.of(route, thrown));
    }

    /** A user's own stage may call back twice; the second time is nobody's answer. */
    private void end(Reply reply) {
        if (done.compareAndSet(false, true)) {
            whenDone.accept(reply);
        }
    }
}
