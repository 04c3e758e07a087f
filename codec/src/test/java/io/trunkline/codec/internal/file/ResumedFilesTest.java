package io.trunkline.codec.internal.file;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Files whose connection was lost go on where their last whole chunk ends. */
class ResumedFilesTest extends ReceivingFixture {
    @Test
    void aResumableFileIsContinuedAtAWholeChunk() {
        receive(resumable("t", 12, 5));
        chunk("t", 0, "hello");
        chunk("t", 1, ", wor");
        transfers.connectionLost();
        assertThat(disk.parked.values()).singleElement().isEqualTo("hello, wor".getBytes(StandardCharsets.US_ASCII));
        disk.takeReplies();

        receive(resumable("t", 12, 5));
        chunk("t", 2, "ld");
        end("t");
        assertThat(disk.takeReplies())
                .startsWith(new FileMessage.StartAck("t", 10), new FileMessage.ChunkAck("t", 2, 12));
        assertThat(disk.files.get("f")).asString(StandardCharsets.US_ASCII).isEqualTo("hello, world");
    }

    @Test
    void aResumedFileIsHashedWhole() {
        FileMessage.Start start = new FileMessage.Start("t", "f", 5, 2, HELLO_SHA, true, 0);
        receive(start);
        chunk("t", 0, "he");
        transfers.connectionLost();
        receive(start);
        chunk("t", 1, "ll");
        chunk("t", 2, "o");
        end("t");

        assertThat(disk.files).containsOnlyKeys("f");
    }

    @Test
    void aWholePartIsContinuedBehindItsLastWholeChunk() {
        receive(resumable("t", 12, 5));
        chunk("t", 0, "hello");
        chunk("t", 1, ", wor");
        chunk("t", 2, "ld");
        transfers.connectionLost();
        disk.takeReplies();
        receive(resumable("t", 12, 5));

        assertThat(disk.takeReplies()).containsExactly(new FileMessage.StartAck("t", 10));
    }
}
