package io.trunkline.benchmarks.macro.minimum;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Selects, and calls whoever is ready: nothing is limited, timed or guarded.
 *
 * <p>Loop-confined, except {@link #execute} and {@link #close}.
 */
final class MinimumLoop extends Thread implements AutoCloseable {
    static final int BUFFER = 64 * 1024;

    final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    final byte[] array = new byte[BUFFER];
    /** Answers are collected here and written at the end of a read, whose answers have room in it. */
    final byte[] out = new byte[2 * BUFFER];

    final ByteBuffer outDirect = ByteBuffer.allocateDirect(2 * BUFFER);

    private final Selector selector = Selector.open();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Consumer<SelectionKey> ready = MinimumLoop::ready;
    private final boolean owning;
    private volatile boolean closed;

    /** Owning, each frame is an array of its own on its way in and on its way out. */
    MinimumLoop(String name, boolean owning) throws IOException {
        super(name);
        this.owning = owning;
        setDaemon(true);
        start();
    }

    /** Whether a frame is copied for its taker, who may keep it; else it is shown where it lies. */
    boolean isOwning() {
        return owning;
    }

    /** Gives a frame to write a number into and send: a new one, or the same for all. */
    byte[] frame(byte[] template) {
        return owning ? template.clone() : template;
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                Runnable task;
                while ((task = tasks.poll()) != null) {
                    task.run();
                }
                // The look without waiting may have used up the wake-up for a task that came before it.
                if (selector.selectNow(ready) == 0 && tasks.isEmpty() && !closed) {
                    selector.select(ready);
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void ready(SelectionKey key) {
        ((Ready) key.attachment()).onReady(key);
    }

    SelectionKey register(SelectableChannel channel, int ops, Ready owner) throws IOException {
        return channel.register(selector, ops, owner);
    }

    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    /** Owns a channel. */
    interface Ready {
        void onReady(SelectionKey key);
    }
}
