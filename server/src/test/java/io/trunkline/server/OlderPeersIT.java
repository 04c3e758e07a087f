package io.trunkline.server;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.server.apps.KnPubSub;
import io.trunkline.server.apps.KnRpc;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The bytes that clients of MB Server Node and kn-sock send, in the writes that they make (docs/interop.md). */
class OlderPeersIT {
    private static final String SUCCESS = "\n{\"status\":\"success\"}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private void broker() {
        fixture.start(server -> server.listen(
                ListenOptions.builder().port(0).framing(Framing.LENGTH_PREFIXED).build()));
    }

    /** Its own clients register and subscribe at once, before they have read the greeting. */
    @Test
    void aClientThatDoesNotWaitForTheGreetingIsServed() {
        broker();
        try (BytePeer peer = BytePeer.raw(fixture.server().port(), Framing.LENGTH_PREFIXED)) {
            peer.sendBytes(joined(
                    peer.frame("request:system.service.register:1.0.0:" + id(1)
                            + "\n{\"name\":\"TCP Test Client\",\"description\":\"[TCP] tries things\"}"),
                    peer.frame("request:system.topic.subscribe:1.0.0:" + id(2)
                            + "\n{\"action\":\"publish\",\"topic\":\"test.message\",\"priority\":1}"),
                    peer.frame("publish:test.message:1.0.0:" + id(3) + "\n{\"message\":\"Hello\"}")));
            assertThat(peer.receive()).isEqualTo("publish:system.initialize:1.0.0\n{}");
            assertThat(peer.receive()).isEqualTo("response:system.service.register:1.0.0:" + id(1) + SUCCESS);
            assertThat(peer.receive()).isEqualTo("response:system.topic.subscribe:1.0.0:" + id(2) + SUCCESS);
            assertThat(peer.receive()).startsWith("publish:test.message:1.0.0:").endsWith("\n{\"message\":\"Hello\"}");
            assertThat(peer.receive()).isEqualTo("response:test.message:1.0.0:" + id(3) + SUCCESS);
        }
    }

    @Test
    void aServiceAnswersWithAParentAndItsErrorIsAMemberOfAnObject() {
        broker();
        BytePeer service = fixture.connect(Framing.LENGTH_PREFIXED).subscribe("request", "test.message", "1");
        BytePeer asker = fixture.connect(Framing.LENGTH_PREFIXED);
        asker.send("request:test.message:1.0.0:" + id(1) + "::20000\n{\"q\":1}");
        String forwarded = service.receive();
        String given = idOf(forwarded);
        service.send("response:test.message:1.0.0:" + given + ":" + given + "\n{\"error\":{\"code\":\"MINE\"}}");
        assertThat(asker.receive())
                .startsWith("response:test.message:1.0.0:" + id(1))
                .endsWith("\n{\"error\":{\"code\":\"MINE\"}}");
    }

    /** Its clients answer whatever comes on the heartbeat's topic, our answers too, with an empty object. */
    @Test
    void answersToAnswersOfHeartbeatsEndThere() {
        broker();
        BytePeer peer = fixture.connect(Framing.LENGTH_PREFIXED);
        assertThat(peer.exchange("request:system.heartbeat:1.0.0:" + id(1) + "\n{}"))
                .isEqualTo("response:system.heartbeat:1.0.0:" + id(1) + SUCCESS);
        peer.send("response:system.heartbeat:1.0.0:" + id(1) + "\n{}");
        peer.send("response:system.heartbeat:1.0.0\n{}");
        peer.ping();
    }

    /** The blanks and escapes are Python's. */
    @Test
    void callsOfKnSockAreReadAndItsNotANumberIsOneError() {
        fixture.start(server -> server.listen(0, KnRpc.format(), KnRpc.examples()));
        try (TextPeer peer = new TextPeer(fixture.server().port())) {
            peer.sendLine("{\"method\": \"add\", \"params\": [1, 2], \"kwargs\": {}}");
            assertThat(peer.readLine()).isEqualTo("{\"result\":3}");
            peer.sendLine("{\"method\": \"echo\", \"params\": [\"\\u00fc\\ud83d\\ude00\"], \"kwargs\": {}}");
            assertThat(peer.readLine()).isEqualToIgnoringCase("{\"result\":\"\\u00fc\\ud83d\\ude00\"}");
            peer.sendLine("{\"method\": \"echo\", \"params\": [NaN], \"kwargs\": {}}");
            assertThat(peer.readLine()).startsWith("{\"error\":\"");
            peer.sendLine("{\"method\": \"add\", \"params\": [1, 1], \"kwargs\": {}}");
            assertThat(peer.readLine()).isEqualTo("{\"result\":2}");
        }
    }

    @Test
    void subscribersOfKnSockAreToldWhatWasSaidNothingToo() {
        fixture.start(server -> server.listen(0, KnPubSub.format(), KnPubSub.create()));
        try (TextPeer peer = new TextPeer(fixture.server().port())) {
            peer.sendLine("{\"action\": \"subscribe\", \"topic\": \"a b/c\"}");
            peer.sendLine("{\"action\": \"publish\", \"topic\": \"a b/c\", \"message\": \"hello\"}");
            assertThat(peer.readLine()).isEqualTo("{\"topic\":\"a b/c\",\"message\":\"hello\"}");
            peer.sendLine("{\"action\": \"publish\", \"topic\": \"a b/c\", \"message\": null}");
            assertThat(peer.readLine()).isEqualTo("{\"topic\":\"a b/c\",\"message\":null}");
        }
    }

    /** A write for each line, one for every 4,096 bytes, and a close of both directions at once. */
    @Test
    void aFileOfKnSockIsKeptAlthoughItsSenderIsGone(@TempDir Path directory) throws Exception {
        FileReceiver receiver = FileReceiver.builder(directory).build();
        fixture.start(server -> server.listen(0, receiver));
        byte[] file = new byte[30_000];
        new Random(381).nextBytes(file);
        try (BytePeer peer = BytePeer.raw(fixture.server().port(), Framing.LENGTH_PREFIXED)) {
            peer.sendBytes("na me \u00fc.bin\n".getBytes(StandardCharsets.UTF_8));
            peer.sendBytes("30000\n".getBytes(StandardCharsets.US_ASCII));
            for (int from = 0; from < file.length; from += 4096) {
                peer.sendBytes(Arrays.copyOfRange(file, from, Math.min(from + 4096, file.length)));
            }
        }
        Path kept = directory.resolve("na me \u00fc.bin");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(kept));
        assertThat(Files.readAllBytes(kept)).isEqualTo(file);
    }

    /** One write, one read of at most 1,024 bytes, closed: what is longer than that is lost to it, not to us. */
    @Test
    void aMessageOfKnSockIsAnsweredAndItsHasteHarmsNobody() {
        fixture.start(server -> server.listen(0, FrameFormat.raw(), EchoApps.prefixed("Echo: ")));
        for (String message : new String[] {"Hello, World!", "x".repeat(5000)}) {
            try (BytePeer peer = BytePeer.raw(fixture.server().port(), Framing.LENGTH_PREFIXED)) {
                peer.sendBytes(message.getBytes(StandardCharsets.UTF_8));
                assertThat(new String(peer.readBytes(13), StandardCharsets.UTF_8))
                        .isEqualTo(("Echo: " + message).substring(0, 13));
            }
        }
    }

    private static byte[] joined(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }
}
