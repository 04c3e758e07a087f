package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.server.apps.Greetings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The first servers of the older documents, byte for byte. */
class GreetingsIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @Tag("feature-37")
    @Test
    @Tag("feature-185")
    @Tag("feature-186")
    void theWelcomeTextComesFirstAndEchoesAreMarked() {
        fixture.start(server -> server.listen(
                0,
                FrameFormat.raw(),
                Greetings.first(Payload.ofText("Welcome to TCP server!\n"), EchoApps.prefixed("Echo: "))));
        try (TextPeer peer = new TextPeer(fixture.server().port())) {
            assertThat(peer.readLine()).isEqualTo("Welcome to TCP server!");
            assertThat(peer.send("hello").readText(11)).isEqualTo("Echo: hello");
        }
    }

    @Test
    @Tag("feature-186")
    void everythingMayBeAnsweredWithTheSame() {
        fixture.start(server ->
                server.listen(0, FrameFormat.lineLength(), EchoApps.answering(Payload.ofText("Message received"))));
        try (TextPeer peer = new TextPeer(fixture.server().port())) {
            assertThat(peer.sendBody("anything").readBody()).isEqualTo("Message received");
        }
    }
}
