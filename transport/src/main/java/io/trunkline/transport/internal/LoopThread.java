package io.trunkline.transport.internal;

import io.trunkline.codec.internal.json.ThreadBuffers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Turns one event loop until it ends. */
final class LoopThread extends Thread {
    /** A pause after a turn that failed: what made it fail may last, and must not burn a core. */
    private static final long FAILURE_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final EventLoop loop;

    LoopThread(EventLoop loop, boolean daemon) {
        super(loop.name());
        this.loop = loop;
        setDaemon(daemon);
    }

    @Override
    public void run() {
        loop.bindToCurrentThread();
        ThreadBuffers.keepForThisThread();
        while (!loop.isEnded()) {
            try {
                turn();
            } catch (Throwable e) {
                // Even saying so has failed: finding a class for the first time needs memory, too.
            }
        }
    }

    private void turn() {
        try {
            loop.runTurn(Long.MAX_VALUE);
        } catch (Throwable e) {
            // Every seam is guarded inside; this is for what is left, memory running out between two of them.
            loop.guard().report("a turn failed; going on", e);
            LockSupport.parkNanos(FAILURE_PAUSE);
        }
    }
}
