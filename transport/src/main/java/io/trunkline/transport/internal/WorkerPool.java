package io.trunkline.transport.internal;

import io.trunkline.codec.internal.json.ThreadBuffers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks on named threads that start on demand and end after 10 s without one; rejects when threads and queue are full.
 *
 * <p>Thread-safe. Once {@link #awaitTermination} has answered true, its threads are dead, and not just about to be, as the
 * superclass leaves it.
 */
final class WorkerPool extends ThreadPoolExecutor {
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    WorkerPool(String prefix, int threads, int queue, boolean daemon) {
        super(threads, threads, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue));
        setThreadFactory(task -> named(task, prefix, daemon));
        allowCoreThreadTimeOut(true);
    }

    private Thread named(Runnable task, String prefix, boolean daemon) {
        Runnable withBuffers = () -> {
            ThreadBuffers.keepForThisThread();
            task.run();
        };
        Thread thread = new Thread(withBuffers, prefix + count.incrementAndGet());
        thread.setDaemon(daemon);
        threads.removeIf(old -> old.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (!super.awaitTermination(timeout, unit)) {
            return false;
        }
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.join(); // It has run its last task: this is a matter of microseconds.
            }
        }
        return true;
    }
}
