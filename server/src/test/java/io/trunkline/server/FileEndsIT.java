package io.trunkline.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of files whose connection is lost, or whose server is closed, before they are whole. */
class FileEndsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path home;

    private UploadRig rig;

    @BeforeEach
    void prepare() throws IOException {
        rig = new UploadRig(fixture, home);
    }

    @AfterEach
    void closeSenders() {
        rig.close();
    }

    @Test
    void aFileIsContinuedWhereItsConnectionWasLost() {
        rig.start(with -> {});
        byte[] file = UploadRig.random(1_000_000, 3);
        String digest = ",\"resumable\":true,\"sha256\":\"" + FileSender.sha256(file) + "\"";
        FileSender lost = rig.json();
        lost.start("t", "f", file.length, 65_536, digest);
        assertThat(lost.next().containsKey("resumeFrom")).isFalse();
        lost.content("t", Arrays.copyOf(file, 5 * 65_536), 65_536, 0);
        for (int acks = 0; acks < 5; acks += "file_chunk_ack".equals(lost.next().get("type")) ? 1 : 0) {}
        lost.reset();
        await().atMost(PATIENCE).until(() -> rig.server().connections().isEmpty());

        FileSender again = rig.json();
        // Asked for until it is there: the connection is gone a moment before its part is put aside.
        await().atMost(PATIENCE).untilAsserted(() -> {
            again.start("t", "f", file.length, 65_536, digest);
            Map<?, ?> ack = again.next();
            if (!ack.containsKey("resumeFrom")) {
                again.send(
                        "{\"type\":\"error\",\"transferId\":\"t\",\"message\":\"not from its start\",\"code\":\"MINE\"}");
            }
            assertThat(ack.get("resumeFrom")).isEqualTo(5 * 65_536);
        });
        again.content("t", file, 65_536, 5 * 65_536).end("t");
        assertThat(again.outcome().get("type")).isEqualTo("file_complete");
        assertThat(rig.directory().resolve("f")).hasBinaryContent(file);
        assertThat(rig.names()).containsExactly("f");
    }

    @Test
    void aPartIsNotKeptWherePartsAreNot() {
        rig.start(FileReceiver.Builder::noResume);
        FileSender lost = rig.json();
        lost.start("t", "f", 10, 5, ",\"resumable\":true").chunk("t", 0, "hello");
        assertThat(lost.next().get("type")).isEqualTo("file_start_ack");
        assertThat(lost.next().get("type")).isEqualTo("file_chunk_ack");
        lost.reset();
        rig.awaitNothingLeft();
    }

    @Test
    void partsGoWithTheirServer() {
        rig.start(with -> {});
        FileSender lost = rig.json();
        lost.start("t", "f", 10, 5, ",\"resumable\":true").chunk("t", 0, "hello");
        lost.next();
        assertThat(lost.next().get("type")).isEqualTo("file_chunk_ack");
        lost.reset();
        await().atMost(PATIENCE).until(() -> rig.server().connections().isEmpty());
        rig.server().closeNow();
        assertThat(rig.names()).isEmpty();
    }

    @Test
    void whatIsOnItsWayWhenTheServerIsClosedAtOnceIsRemoved() {
        rig.start(with -> {});
        rig.json().begin("t", "f", 10, 5).chunk("t", 0, "hello").next();
        rig.server().closeNow();
        assertThat(rig.names()).isEmpty();
    }

    @Test
    void anAnswerReachesASourceThatHasEndedItsOutput() {
        rig.start(with -> {});
        FileSender sender = rig.json();
        sender.start("t", "f", 5, 5).chunk("t", 0, "hello").end("t").endOutput();
        assertThat(sender.outcome().get("type")).isEqualTo("file_start_ack");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        sender.expectEnd();
    }

    @Test
    void aDrainFinishesWhatHasBegunAndRefusesWhatIsNew() {
        rig.start(with -> {});
        FileSender idle = rig.json();
        FileSender sender = rig.json().begin("t", "f", 10, 5).chunk("t", 0, "hello");
        sender.next();
        var report = rig.server().closeAsync(PATIENCE);
        assertThat(sender.outcome().get("type")).isEqualTo("server_shutdown");
        sender.start("u", "g", 5, 5).expectError("u", "SERVICE_UNAVAILABLE", "SHUTTING_DOWN");
        sender.chunk("t", 1, "world").end("t");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        sender.expectEnd();
        assertThat(idle.next().get("type")).isEqualTo("server_shutdown");
        idle.expectEnd();

        assertThat(report.join().cutConnections()).isZero();
        assertThat(rig.directory().resolve("f")).hasContent("helloworld");
    }
}
