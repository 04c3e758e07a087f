package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a shell by name, one of which is used.
 *
 * <p>Each method answers with what to tell the user. Caller-confined, but for what arrives by itself.
 */
final class ShellConnections implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FrameFormat<Payload> format;
    private final ClientOptions.Builder options;
    private final Map<String, FrameClient<Payload>> open = new LinkedHashMap<>();
    private final ShellHistory history = new ShellHistory();
    private @Nullable String used;
    private @Nullable ShellListener listener;

    ShellConnections(FrameFormat<Payload> format, ClientOptions.Builder options) {
        this.format = format;
        this.options = options;
    }

    String connect(String name, String host, int port) {
        if (open.containsKey(name)) {
            throw new IllegalArgumentException("There is a connection \"" + name + "\" already");
        }
        open.put(name, FrameClient.connect(format, options.endpoint(host, port).build()));
        used = name;
        return "Connected to " + host + ":" + port + " as \"" + name + "\"";
    }

    String describe() {
        if (open.isEmpty()) {
            return "No connections";
        }
        return open.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue()
                        + (entry.getKey().equals(used) ? " (used)" : ""))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    String select(String name) {
        require(name);
        used = name;
        return "Using \"" + name + "\"";
    }

    String disconnect(String name) {
        FrameClient<Payload> closing = require(name);
        if (listener != null && listener.reads(closing)) {
            stopListening();
        }
        closing.close();
        open.remove(name);
        if (name.equals(used)) {
            used = open.isEmpty() ? null : open.keySet().iterator().next();
        }
        return "Disconnected \"" + name + "\"";
    }

    String send(String message) {
        used().send(Payload.ofText(message));
        history.sent(message);
        return "Sent";
    }

    String receive() {
        FrameClient<Payload> client = used();
        if (listener != null && listener.reads(client)) {
            throw new IllegalStateException("bg_receive reads this connection already");
        }
        try {
            Payload payload = client.receive(PATIENCE);
            if (payload == null) {
                return "The peer has closed the connection";
            }
            String text = payload.text();
            history.received(text);
            return "Received: " + text;
        } catch (RequestTimeoutException e) {
            return "Nothing within " + PATIENCE.toSeconds() + " s";
        }
    }

    /** Starts to print what arrives at the connection in use, or stops it. */
    String toggleListening(Consumer<String> printer) {
        if (listener != null) {
            stopListening();
            return "Background receive stopped";
        }
        listener = ShellListener.start(used(), history, printer);
        return "Background receive started";
    }

    private void stopListening() {
        if (listener != null) {
            listener.close();
            listener = null;
        }
    }

    String history() {
        return history.describe();
    }

    private FrameClient<Payload> used() {
        if (used == null) {
            throw new IllegalStateException("No connection; type connect NAME HOST PORT");
        }
        return require(used);
    }

    private FrameClient<Payload> require(String name) {
        FrameClient<Payload> client = open.get(name);
        if (client == null) {
            throw new IllegalArgumentException("No such connection: " + name);
        }
        return client;
    }

    @Override
    public void close() {
        stopListening();
        open.values().forEach(FrameClient::close);
        open.clear();
    }
}
