package io.trunkline.transport.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns one event loop until it ends. */
final class LoopThread extends Thread {
    private static final Logger log = LoggerFactory.getLogger(LoopThread.class);

    private final EventLoop loop;

    LoopThread(EventLoop loop, boolean daemon) {
        super(loop.name());
        this.loop = loop;
        setDaemon(daemon);
    }

    @Override
    public void run() {
        loop.bindToCurrentThread();
        while (!loop.isEnded()) {
            turn();
        }
    }

    private void turn() {
        try {
            loop.runTurn(Long.MAX_VALUE);
        } catch (Throwable e) {
            // Every seam is guarded inside; this is for what is left, memory running out between two of them.
            log.error("{}: a turn failed; going on", loop, e);
        }
    }
}
