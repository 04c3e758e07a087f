package io.trunkline.testing.internal.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one proxy: accepts, reads, pumps, and changes toxics in between.
 *
 * <pre>{@code
 * run tasks ─▶ pump every pipe ─▶ select until bytes come or the earliest delay is over ─▶ read, accept, connect
 * }</pre>
 *
 * <p>Loop-confined, except the public methods, which are thread-safe and return once the loop has done what they ask.
 */
public final class ProxyLoop implements AutoCloseable {
    private static final AtomicInteger started = new AtomicInteger();
    private static final int READ_BYTES = 16 * 1024;
    private static final long JOIN_MILLIS = 10_000;

    private final long seed;
    private final InetSocketAddress target;
    private final Selector selector;
    private final Door door;
    private final Thread thread;
    private final Tape tape = new Tape();
    private final ToxicList toServer = new ToxicList(this);
    private final ToxicList toClient = new ToxicList(this);
    private final List<Splice> splices = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    private final Queue<Runnable> tasks = new ArrayDeque<>(); // Guarded by itself.
    private volatile boolean closing;
    private volatile int open;
    private int accepted;

    private ProxyLoop(InetSocketAddress target, long seed) throws IOException {
        this.seed = seed;
        this.target = target;
        this.selector = Selector.open();
        try {
            this.door = new Door();
            door.open(selector);
        } catch (IOException e) {
            selector.close();
            throw e;
        }
        this.thread = new Thread(this::run, "trunkline-proxy-" + started.incrementAndGet());
        thread.setDaemon(true);
    }

    /**
     * Starts a proxy; when this returns, connects succeed.
     *
     * @throws UncheckedIOException if no port or descriptor can be had
     */
    public static ProxyLoop start(InetSocketAddress target, long seed) {
        try {
            ProxyLoop loop = new ProxyLoop(target, seed);
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy cannot start", e);
        }
    }

    public InetSocketAddress address() {
        return door.address();
    }

    public ToxicList toServer() {
        return toServer;
    }

    public ToxicList toClient() {
        return toClient;
    }

    public Tape tape() {
        return tape;
    }

    /** The connections that are open now. */
    public int connections() {
        return open;
    }

    /** Refuses connects until {@link #accept}. */
    public void refuse() {
        call(() -> door.shut(selector));
    }

    /** Accepts connects again. */
    public void accept() {
        call(() -> door.open(selector));
    }

    /** Takes every toxic away and accepts again. */
    public void heal() {
        call(() -> {
            toServer.clearNow();
            toClient.clearNow();
            door.open(selector);
        });
    }

    /** Resets what is open now. */
    public void reset() {
        call(() -> {
            splices.forEach(splice -> splice.suffer(Fate.RESET));
            forgetGone();
        });
    }

    /** Runs a change on the loop and waits for it. */
    void call(Change change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (tasks) {
            if (closing) {
                throw new IllegalStateException("the fault proxy is closed");
            }
            tasks.add(() -> complete(change, done));
        }
        selector.wakeup();
        try {
            done.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the fault proxy failed", e.getCause());
        }
    }

    private static void complete(Change change, CompletableFuture<Void> done) {
        try {
            change.make();
            done.complete(null);
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    void onToxicsChanged() {
        splices.forEach(splice -> splice.install(toServer, toClient));
    }

    private void run() {
        try {
            while (!closing) {
                turn();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy's selector failed", e);
        } finally {
            end();
        }
    }

    private void turn() throws IOException {
        runTasks();
        long wait = pump();
        if (closing || wait <= 0) {
            selector.selectNow();
        } else {
            selector.select(wait == Gate.NEVER ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(wait - 1));
        }
        dispatch();
    }

    private void runTasks() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            return tasks.poll();
        }
    }

    private long pump() {
        long wait = Gate.NEVER;
        long now = System.nanoTime();
        for (Splice splice : splices) {
            wait = Math.min(wait, splice.pump(now));
        }
        forgetGone();
        return wait;
    }

    private void forgetGone() {
        splices.removeIf(Splice::isGone);
        open = splices.size();
    }

    private void dispatch() {
        long now = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Splice splice) {
                splice.onReady(key, buffer, now);
            } else {
                acceptAll();
            }
        }
        selector.selectedKeys().clear();
    }

    private void acceptAll() {
        try {
            SocketChannel client;
            while ((client = door.accept()) != null) {
                accepted++;
                add(Splice.open(tape, new Splice.Numbered(accepted, seed, client), selector, target));
            }
        } catch (IOException e) {
            tape.event(accepted + 1, Direction.TO_SERVER, "not accepted: " + e.getMessage());
        }
    }

    private void add(@Nullable Splice splice) {
        if (splice != null) {
            splices.add(splice);
            splice.install(toServer, toClient);
            open = splices.size();
        }
    }

    private void end() {
        synchronized (tasks) {
            closing = true;
        }
        runTasks();
        splices.forEach(Splice::close);
        open = 0;
        try {
            door.close(selector);
            selector.close();
        } catch (IOException e) {
            // What is left goes with the process.
        }
    }

    /** Closes every socket and ends the thread. Never throws; again, it has no effect. */
    @Override
    public void close() {
        synchronized (tasks) {
            closing = true;
        }
        selector.wakeup();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What may fail. */
    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }
}
