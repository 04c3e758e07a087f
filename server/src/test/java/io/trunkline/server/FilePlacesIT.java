package io.trunkline.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Which files are taken at all: names, sizes, places and quotas; rows 81 to 84, 88 and 90 of the catalogue of bad inputs. */
class FilePlacesIT {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/x",
                "C:\\\\x",
                "..\\\\x",
                "....//x",
                "%2e%2e/x",
                "\\uff0e\\uff0e",
                "a\\u0000",
                "a\\r",
                "a\\n",
                "",
                ".",
                "..",
                ".x",
                " x",
                "CON",
                "-rf",
                "nul.txt",
                "a:b"
            })
    void rows81And82NamesThatMeanSomethingElseAreRefusedAndNothingIsCreated(String name) {
        rig.start(with -> {});
        rig.json().start("t", name, 5, 5).expectError("t", "INVALID_REQUEST", "BAD_NAME");
        assertThat(rig.names()).isEmpty();
        assertThat(home.toFile().list()).containsExactly("uploads");
    }

    @Test
    void row82ANameOf255BytesIsTakenAndOneOf256IsNot() {
        rig.start(with -> {});
        FileSender sender = rig.json();
        sender.start("t", "n".repeat(256), 0, 5).expectError("t", "INVALID_REQUEST", "BAD_NAME");
        sender.begin("u", "n".repeat(255), 0, 5).end("u");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
    }

    @Test
    void row83ALinkIsNeitherFollowedNorReplaced(@TempDir Path elsewhere) throws IOException {
        Path outside = Files.writeString(elsewhere.resolve("outside"), "untouched");
        Files.createSymbolicLink(rig.directory().resolve("link"), outside);
        rig.start(FileReceiver.Builder::replaceExisting);
        rig.json().start("t", "link", 5, 5).expectError("t", "INVALID_REQUEST", "BAD_NAME");

        assertThat(outside).hasContent("untouched");
        assertThat(rig.names()).containsExactly("link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9223372036854775808", "9223372036854775807", "101", "1e3", "\"\"", "5.5", "null"})
    void row84SizesThatAreNoneAreRefusedBeforeAnythingIsWritten(String size) {
        rig.start(with -> with.maxFile(100));
        rig.json().start("t", "f", size, 5, "").expectError("t", "INVALID_REQUEST", "BAD_SIZE");
        assertThat(rig.names()).isEmpty();
    }

    @Test
    void row84AFileOfExactlyTheLimitIsTaken() {
        rig.start(with -> with.maxFile(100));
        byte[] file = UploadRig.random(100, 2);
        assertThat(rig.json()
                        .begin("t", "f", 100, 60)
                        .content("t", file, 60, 0)
                        .end("t")
                        .outcome()
                        .get("type"))
                .isEqualTo("file_complete");
        assertThat(rig.directory().resolve("f")).hasBinaryContent(file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void row88OfTwoUploadsOfOneNameTheFirstThatIsWholeWins(boolean replace) {
        rig.start(with -> {
            if (replace) {
                with.replaceExisting();
            }
        });
        FileSender first = rig.json().begin("t", "f", 5, 5);
        FileSender second = rig.json()
                .begin("t", "f", 5, 5)
                .chunk("t", 0, "SECOND".substring(0, 5))
                .end("t");
        assertThat(second.outcome().get("type")).isEqualTo("file_complete");
        first.chunk("t", 0, "first").end("t").expectError("t", "INVALID_REQUEST", "CONFLICT");

        assertThat(rig.directory().resolve("f")).hasContent("SECON");
        assertThat(rig.names()).containsExactly("f");
    }

    @Test
    void row88TheLoserOfANameLeavesItToTheOther() {
        rig.start(with -> {});
        FileSender gone = rig.json().begin("t", "f", 5, 5);
        FileSender stays = rig.json().begin("t", "f", 5, 5);
        gone.reset();
        stays.chunk("t", 0, "hello").end("t");
        assertThat(stays.outcome().get("type")).isEqualTo("file_complete");
    }

    @Test
    void anOldFileIsKeptUnlessItMayBeReplaced() throws IOException {
        Files.writeString(rig.directory().resolve("f"), "old");
        rig.start(with -> {});
        rig.json().start("t", "f", 5, 5).expectError("t", "INVALID_REQUEST", "CONFLICT");
        assertThat(rig.directory().resolve("f")).hasContent("old");
    }

    @Test
    void anOldFileIsReplacedInOneStepWhereThatIsAllowed() throws IOException {
        Files.writeString(rig.directory().resolve("f"), "old");
        rig.start(FileReceiver.Builder::replaceExisting);
        FileSender sender = rig.json().begin("t", "f", 5, 5).chunk("t", 0, "hello");
        sender.next();
        assertThat(rig.directory().resolve("f")).hasContent("old");
        assertThat(sender.end("t").outcome().get("type")).isEqualTo("file_complete");
        assertThat(rig.directory().resolve("f")).hasContent("hello");
        assertThat(rig.names()).containsExactly("f");
    }

    @Test
    void row90AnAddressHas16TransfersOverAllItsConnections() {
        rig.start(with -> {});
        FileSender one = rig.json();
        FileSender other = rig.json();
        for (int i = 0; i < 8; i++) {
            one.begin("t" + i, "a" + i, 5, 5);
            other.begin("t" + i, "b" + i, 5, 5);
        }
        other.start("x", "x", 5, 5).expectError("x", "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
        assertThat(rig.names()).hasSize(16);

        one.chunk("t0", 0, "hello").end("t0");
        assertThat(one.outcome().get("type")).isEqualTo("file_complete");
        other.begin("x", "x", 5, 5);
        one.reset();
        other.close();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rig.names()).containsExactly("a0"));
    }

    @Test
    void row90ATransferThatIsLeftIsAbortedAndItsFileRemoved() {
        rig.start(with -> with.stallTimeout(Duration.ofMillis(200)));
        FileSender sender = rig.json().begin("t", "f", 10, 5).chunk("t", 0, "hello");
        sender.expectError("t", "TIMEOUT", null);
        assertThat(rig.names()).isEmpty();
    }

    @Test
    void aDirectoryHoldsItsQuotaAndNoByteMore() throws IOException {
        Files.write(rig.directory().resolve("others"), new byte[40]);
        rig.start(with -> with.maxFile(60).quota(100));
        FileSender sender = rig.json();
        sender.begin("t", "f", 60, 60);
        sender.start("u", "g", 1, 1).expectError("u", "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
        sender.end("t").expectError("t", "INVALID_REQUEST", "BAD_SIZE");
        sender.start("u", "g", 1, 1);
        assertThat(sender.next().get("type")).isEqualTo("file_start_ack");
        sender.chunk("u", 0, "x").end("u");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        sender.start("v", "h", 60, 60).expectError("v", "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
        sender.begin("w", "h", 59, 59);
    }
}
