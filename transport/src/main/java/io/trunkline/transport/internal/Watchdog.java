package io.trunkline.transport.internal;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every loop of a runtime ten times a second, and names what holds one for 200 ms.
 *
 * <p>A thread of its own, and the only one that no work runs on: a loop that is held cannot say so, and the others, of which a
 * client's runtime has none, sleep for as long as their deadlines let them. It costs ten short wake-ups a second; no deadline
 * depends on it, and without it nothing but the warning would be missing. The loops pay two plain stores per call, where
 * watching themselves would cost them two looks at the clock. Always a daemon.
 */
final class Watchdog extends Thread {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final List<LoopWatch> watches;
    private final CountDownLatch ended = new CountDownLatch(1);

    Watchdog(String name, List<EventLoop> loops) {
        super(name);
        setDaemon(true);
        long now = System.nanoTime();
        watches = loops.stream().map(loop -> new LoopWatch(loop, now)).toList();
    }

    @Override
    public void run() {
        boolean over = false;
        boolean failed = false;
        while (!over) {
            try {
                if (failed) {
                    LockSupport.parkNanos(LoopWatch.INTERVAL); // Needs no memory, as waiting for the end does.
                }
                over = hasEnded();
                watches.forEach(Watchdog::look);
                failed = false;
            } catch (Throwable e) {
                failed = true;
                over = ended.getCount() == 0;
            }
        }
    }

    /** Waits for the next look; a stray interrupt only makes it come early. */
    private boolean hasEnded() {
        try {
            return ended.await(LoopWatch.INTERVAL, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void look(LoopWatch watch) {
        try {
            watch.look(System.nanoTime());
        } catch (Throwable e) {
            // Memory running out, say: the next look is in 100 ms.
            log.debug("event=look-failed", e);
        }
    }

    /** How often loops were held. Thread-safe. */
    int holds() {
        return watches.stream().mapToInt(LoopWatch::holds).sum();
    }

    /** Lets the thread end; thread-safe. */
    void end() {
        ended.countDown();
    }
}
