package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.transport.Attribute;
import io.trunkline.transport.Connection;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a server knows of its connections, whatever they speak. */
class ConnectionRegistryIT {
    private static final Attribute<String> TENANT = Attribute.of("tenant");

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final BlockingQueue<FrameConnection<Payload>> opened = new LinkedBlockingQueue<>();

    private ConnectionHandler<Payload> open(FrameConnection<Payload> connection) {
        connection.set(TENANT, "tenant of " + connection.id());
        opened.add(connection);
        return connection::send;
    }

    private BytePeer exchange() throws InterruptedException {
        BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
        assertThat(peer.exchange("hello")).isEqualTo("hello");
        assertThat(opened.poll(20, TimeUnit.SECONDS)).isNotNull();
        return peer;
    }

    @Test
    @Tag("feature-175")
    @Tag("feature-176")
    @Tag("feature-177")
    @Tag("feature-179")
    void aConnectionIsKnownFromItsOpenToItsEndWithWhatItHasCarried() throws InterruptedException {
        TrunklineServer server = fixture.start(builder -> builder.listen(0, FrameFormat.lengthPrefixed(), this::open));
        Instant before = Instant.now().minusMillis(1);
        BytePeer peer = exchange();
        exchange();

        assertThat(server.connections()).hasSize(2);
        Connection connection = server.connection(peer.id()).orElseThrow();
        assertThat(connection.id()).isEqualTo(peer.id());
        assertThat(connection.connectedAt()).isBetween(before, Instant.now());
        assertThat(connection.lastActivity()).isAfterOrEqualTo(before);
        assertThat(connection.sinceLastActivity()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(connection.identity()).as("nobody has logged in").isEmpty();
        await().until(() -> connection.stats().bytesWritten() == 9);
        assertThat(connection.stats().bytesRead()).isEqualTo(9);
        assertThat(connection.stats().framesRead()).isEqualTo(1);

        peer.close();
        await().until(() -> server.connections().size() == 1);
        assertThat(server.connection(peer.id())).isEmpty();
    }

    @Test
    void whatAHandlerKeepsWithItsConnectionOthersFindThere() throws InterruptedException {
        TrunklineServer server = fixture.start(builder -> builder.listen(0, FrameFormat.lengthPrefixed(), this::open));
        BytePeer peer = exchange();
        Connection connection = server.connection(peer.id()).orElseThrow();
        assertThat(connection.get(TENANT)).contains("tenant of " + peer.id());
        assertThat(connection.get(Attribute.<String>of("tenant")))
                .as("another key")
                .isEmpty();
        connection.close();
        peer.expectClosed();
    }
}
