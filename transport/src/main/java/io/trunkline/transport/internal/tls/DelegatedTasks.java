package io.trunkline.transport.internal.tls;

import io.trunkline.transport.internal.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs an engine's delegated tasks, signatures and checks of certificates, where they hold up no loop.
 *
 * <pre>{@code
 * loop:      start ─▶ running, the engine is left alone ·······························▶ done ─▶ the connection goes on
 * blocking:                └─▶ runs what there is, one after the other ─▶ hands the end over ─┘
 * }</pre>
 *
 * <p>Loop-confined, except what runs on the blocking thread. What a task throws is kept, and thrown on the loop.
 */
final class DelegatedTasks {
    private final EventLoop loop;
    private final EngineLoop engine;
    private @Nullable Runnable again;
    private boolean running;
    private @Nullable SSLException failure;

    DelegatedTasks(EventLoop loop, EngineLoop engine) {
        this.loop = loop;
        this.engine = engine;
    }

    /** Called once: what to run on the loop whenever tasks have ended. */
    void begin(Runnable whenDone) {
        again = whenDone;
    }

    boolean areRunning() {
        return running;
    }

    boolean hasFailed() {
        return failure != null;
    }

    void throwFailure() throws SSLException {
        if (failure != null) {
            throw failure;
        }
    }

    void start() throws SSLException {
        running = true;
        try {
            loop.offload(this::run);
        } catch (RejectedExecutionException e) {
            running = false;
            throw new SSLException("no thread is free for the TLS handshake", e);
        }
    }

    private void run() {
        int count = 0;
        SSLException thrown = null;
        try {
            count = engine.runTasks();
        } catch (Throwable e) {
            thrown = new SSLException("a task of the TLS engine failed", e);
        }
        int ran = count;
        SSLException failed = thrown;
        loop.tryExecute(() -> done(ran, failed)); // An ended loop has closed the connection.
    }

    private void done(int count, @Nullable SSLException failed) {
        running = false;
        failure = failed;
        try {
            if (failed == null) {
                engine.tasksRan(count);
            }
        } catch (SSLException e) {
            failure = e;
        }
        if (again != null) {
            again.run();
        }
    }
}
