package io.trunkline.transport.internal.stream;

import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection whose peer has ended its output until the handlers that run have answered what came before.
 *
 * <pre>{@code
 *  NONE ──the peer's end, handlers run──▶ WAITING ──the last returns, or 5 s──▶ the connection ends
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class LastWords extends Deadline {
    /** As long as answers of other handlers have after the peer's end. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final EventLoop loop;
    private @Nullable Runnable end;

    LastWords(EventLoop loop) {
        this.loop = loop;
    }

    void await(Runnable then) {
        end = then;
        loop.schedule(this, loop.nanos() + PATIENCE);
    }

    boolean isWaiting() {
        return end != null;
    }

    /** Ends the connection, if that was waited for. */
    void finish() {
        Runnable then = end;
        if (then != null) {
            forget();
            then.run();
        }
    }

    void forget() {
        end = null;
        loop.cancel(this);
    }

    @Override
    protected void onDeadline() {
        finish();
    }
}
