package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** SPEC.md section 6.5. */
@Tag("feature-184")
class ShutdownNoticeIT {
    private static final String NOTICE =
            "{\"type\":\"server_shutdown\",\"message\":\"Server is shutting down\",\"gracePeriod\":30000}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private BytePeer connected(TrunklineServer server) {
        BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
        await().until(() -> server.stats().connections() == 1);
        return peer;
    }

    @Tag("feature-72")
    @Test
    void jsonConnectionsAreToldInTheirFormatAndThenEnd() {
        TrunklineServer server = fixture.start(builder -> builder.listen(
                0, JsonMessage.in(FrameFormat.lengthPrefixed()), connection -> message -> connection.send(message)));
        BytePeer peer = connected(server);
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(30));
        assertThat(peer.receive()).isEqualTo(NOTICE);
        peer.expectClosed();
        peer.close();
        assertThat(drained.join().isComplete()).isTrue();
    }

    @Test
    void jsonLinesAreToldTheSameOnALine() {
        TrunklineServer server = fixture.start(builder -> builder.listen(
                0, JsonMessage.in(FrameFormat.jsonLines()), connection -> message -> connection.send(message)));
        BytePeer peer = connected(server);
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(30));
        assertThat(new String(peer.readToEnd(), StandardCharsets.UTF_8)).isEqualTo(NOTICE + "\n");
        peer.close();
        assertThat(drained.join().isComplete()).isTrue();
    }

    @Test
    void jsonWhoseTypeIsAnotherMemberGetsNone() {
        TrunklineServer server = fixture.start(builder -> builder.listen(
                0,
                JsonMessage.in(FrameFormat.jsonLines(), "method"),
                connection -> message -> connection.send(message)));
        BytePeer peer = connected(server);
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(30));
        assertThat(peer.readToEnd()).isEmpty();
        peer.close();
        assertThat(drained.join().isComplete()).isTrue();
    }

    @Test
    void handlerInTheMiddleOfSomethingFinishesItAfterTheNotice() {
        TrunklineServer server = fixture.start(
                builder -> builder.listen(0, JsonMessage.in(FrameFormat.lengthPrefixed()), Finishing::new));
        BytePeer peer = connected(server);
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(30));
        assertThat(peer.receive()).isEqualTo(NOTICE);
        assertThat(peer.exchange("{\"type\":\"last\"}")).isEqualTo("{\"type\":\"last\"}");
        peer.expectClosed();
        peer.close();
        assertThat(drained.join().isComplete()).isTrue();
    }

    /** Wants one more message once the server shuts down. */
    private record Finishing(FrameConnection<JsonMessage> connection) implements ConnectionHandler<JsonMessage> {
        @Override
        public void onFrame(JsonMessage message) {
            connection.send(message);
            connection.closeAfterWrites();
        }

        @Override
        public boolean onShutdown(Duration grace) {
            return true;
        }
    }
}
