package io.trunkline.server;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.ReplyException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.Topic;
import io.trunkline.codec.internal.message.Binding;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.Connection;
import io.trunkline.transport.TlsException;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.tls.TlsEngines;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server behind the interface: its parts, and who may call them when. Thread-safe. */
final class RunningServer implements TrunklineServer {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final ServerParts parts;
    private final PayloadCodec codec;
    private final Shutdown shutdown;

    private RunningServer(ServerParts parts, PayloadCodec codec, ServerOptions options) {
        this.parts = parts;
        this.codec = codec;
        this.shutdown = new Shutdown(parts, options.grace());
    }

    static TrunklineServer start(ServerParts parts, PayloadCodec codec, ServerOptions options) {
        parts.listeners().forEach(listener -> {
            LOG.info("event=listening listener={}", listener);
            parts.watching().observation().listening(listener.name(), listener.address());
        });
        return new RunningServer(parts, codec, options);
    }

    @Override
    public int port() {
        if (parts.listeners().size() > 1) {
            throw new IllegalStateException("several listeners, ask for one by its name: " + parts.listeners());
        }
        return parts.listeners().get(0).address().getPort();
    }

    @Override
    public int port(String listener) {
        return parts.listeners().stream()
                .filter(candidate -> candidate.name().equals(listener))
                .findFirst()
                .map(found -> found.address().getPort())
                .orElseThrow(() -> new IllegalArgumentException(
                        "no listener is named " + listener + "; there are " + parts.listeners()));
    }

    @Override
    public Optional<Connection> connection(String id) {
        requireOpen();
        return parts.connections().find(id);
    }

    @Override
    public Collection<Connection> connections() {
        requireOpen();
        return List.copyOf(parts.connections().all());
    }

    @Override
    public ServerStats stats() {
        return ServerStats.of(parts);
    }

    @Override
    public <T> void publish(Topic<T> topic, T event) {
        if (topic.isPattern()) {
            throw new IllegalArgumentException("a pattern cannot be published to: " + topic.topic());
        }
        publish(TopicName.of(topic.topic()), SemVer.parse(topic.version()), event);
    }

    @Override
    public void publish(String topic, Object event) {
        publish(TopicName.of(topic), SemVer.DEFAULT, event);
    }

    private void publish(TopicName topic, SemVer version, Object event) {
        requireOpen();
        if (topic.isSystem()) {
            throw new IllegalArgumentException("system topics are the server's own: " + topic);
        }
        Payload payload = Binding.encode(event, codec);
        if (!parts.broker().publish(topic, version, payload)) {
            throw new ReplyException(
                    ErrorCode.NO_ROUTE_FOUND, "nobody has subscribed to " + topic, Map.of("executed", "no"));
        }
    }

    @Override
    public void reloadTls() {
        requireOpen();
        if (Blocking.isOnLoop()) {
            throw new IllegalStateException("reloadTls() reads files and would block "
                    + Thread.currentThread().getName() + "; call it on another thread");
        }
        List<TlsEngines> engines = parts.listeners().stream()
                .flatMap(listener -> listener.tls().stream())
                .toList();
        if (engines.isEmpty()) {
            throw new IllegalStateException("no listener speaks TLS: " + parts.listeners());
        }
        reloadAll(engines);
    }

    /** One listener's bad file must not keep the others from their new ones. */
    private static void reloadAll(List<TlsEngines> engines) {
        TlsException failed = null;
        for (TlsEngines each : engines) {
            try {
                each.reload();
            } catch (TlsException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void requireOpen() {
        if (shutdown.isClosed()) {
            throw new ClosedException("the server is closed", Delivery.NOT_SENT);
        }
    }

    @Override
    public CompletableFuture<DrainReport> closeAsync(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative: " + grace);
        }
        // A copy: a user who completes it must not end the wait of another.
        return shutdown.begin(grace).copy();
    }

    @Override
    public void close() {
        shutdown.closeAndWait();
    }

    @Override
    public void closeNow() {
        shutdown.closeNow();
    }

    @Override
    public TrunklineServer closeOnShutdown() {
        shutdown.onJvmExit();
        return this;
    }

    @Override
    public void awaitClosed() {
        CountDownLatch closed = new CountDownLatch(1);
        shutdown.whenClosed(closed::countDown);
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while waiting for the server to close; it goes on", Delivery.NOT_SENT);
        }
    }

    @Override
    public String toString() {
        return "TrunklineServer" + parts.listeners();
    }
}
