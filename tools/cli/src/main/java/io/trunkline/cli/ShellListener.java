package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.client.FrameClient;
import java.time.Duration;
import java.util.function.Consumer;

/** Prints what arrives at one connection, on a thread of its own, until it is closed or the connection ends. */
final class ShellListener implements AutoCloseable {
    /** How long a close may take to be noticed. */
    private static final Duration BREATH = Duration.ofMillis(200);

    private final FrameClient<Payload> client;
    private final ShellHistory history;
    private final Consumer<String> printer;
    private final Thread thread = new Thread(this::run, "interactive-receive");
    private volatile boolean closed;

    private ShellListener(FrameClient<Payload> client, ShellHistory history, Consumer<String> printer) {
        this.client = client;
        this.history = history;
        this.printer = printer;
    }

    static ShellListener start(FrameClient<Payload> client, ShellHistory history, Consumer<String> printer) {
        ShellListener listener = new ShellListener(client, history, printer);
        listener.thread.setDaemon(true);
        listener.thread.start();
        return listener;
    }

    boolean reads(FrameClient<Payload> other) {
        return client == other;
    }

    private void run() {
        while (!closed && printNext()) {
            // One message after the other.
        }
    }

    /** False once nothing more can come. */
    private boolean printNext() {
        try {
            Payload payload = client.receive(BREATH);
            if (payload == null) {
                printer.accept("The peer has closed the connection");
                return false;
            }
            String text = payload.text();
            history.received(text);
            printer.accept("Received: " + text);
            return true;
        } catch (RequestTimeoutException e) {
            return true;
        } catch (TrunklineException e) {
            printer.accept(String.valueOf(e.getMessage()));
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
