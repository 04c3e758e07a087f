package io.trunkline.transport.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Makes the threads that may block: virtual ones where the JDK has them, a bounded pool elsewhere. */
final class Workers {
    /** On JDK 17: as many handlers may block at once as a machine of a few cores can usefully keep waiting. */
    static final int MAX_WORKERS = 128;
    /** Waiting for a worker; beyond this a caller answers BUSY at once instead of late. */
    static final int QUEUE = 1024;
    /** Name resolution and files: few, since the machine does few at a time. */
    static final int MAX_BLOCKING = 4;
    /** A blocking task waits for seconds at worst; more than this in line would wait for minutes. */
    static final int BLOCKING_QUEUE = 1024;

    private static final String WORKER_PREFIX = "trunkline-worker-";

    private Workers() {}

    static ExecutorService create(boolean daemon) {
        ExecutorService virtual = virtualThreads();
        return virtual != null ? virtual : bounded(daemon);
    }

    /** Tells whether the caller is one of our workers, which cannot wait for itself to end. */
    static boolean isOwnThread() {
        return Thread.currentThread().getName().startsWith(WORKER_PREFIX);
    }

    static ExecutorService bounded(boolean daemon) {
        return new WorkerPool(WORKER_PREFIX, MAX_WORKERS, QUEUE, daemon);
    }

    static ExecutorService blocking(boolean daemon) {
        return new WorkerPool("trunkline-blocking-", MAX_BLOCKING, BLOCKING_QUEUE, daemon);
    }

    /** One virtual thread per task, or null before JDK 21. */
    static @Nullable ExecutorService virtualThreads() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle start = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtual));
            MethodHandle name =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            MethodHandle perTask = lookup.findStatic(
                    Executors.class,
                    "newThreadPerTaskExecutor",
                    MethodType.methodType(ExecutorService.class, ThreadFactory.class));
            return (ExecutorService) perTask.invoke(factory.invoke(name.invoke(start.invoke(), WORKER_PREFIX, 1L)));
        } catch (Throwable e) {
            return null; // Absent before 21, and refused while a preview: both mean platform threads.
        }
    }
}
