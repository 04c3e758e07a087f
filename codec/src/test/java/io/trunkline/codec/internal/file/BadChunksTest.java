package io.trunkline.codec.internal.file;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Chunks and ends that do not make the announced file leave nothing. */
class BadChunksTest extends ReceivingFixture {
    @Test
    void row85ALostConnectionLeavesNothing() {
        receive(start("t", "f", 10, 5));
        chunk("t", 0, "hello");
        transfers.connectionLost();

        assertNothingLeft();
    }

    @Test
    void row85AnEndBeforeAllBytesIsABadSize() {
        receive(start("t", "f", 10, 5));
        chunk("t", 0, "hello");
        end("t");

        assertFailed("t", TransferFault.BAD_SIZE);
    }

    @Test
    void row86AChunkBeyondTheSizeAbortsTheTransfer() {
        receive(start("t", "f", 5, 5));
        chunk("t", 0, "hello");
        chunk("t", 1, "!");

        assertFailed("t", TransferFault.CHUNK_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "1, hello",
        "0, hell",
        "0, hello!",
        "-1, hello",
        "2, hello",
        "4294967296, hello",
        "0, ''",
    })
    void row87AFirstChunkThatDoesNotFitAbortsTheTransfer(long index, String text) {
        receive(start("t", "f", 12, 5));
        chunk("t", index, text);

        assertFailed("t", TransferFault.CHUNK_ERROR);
    }

    @ParameterizedTest
    @CsvSource({"0, hello", "2, hello", "1, hell", "1, hello!"})
    void row87ASecondChunkThatRepeatsSkipsOrOverlapsAbortsTheTransfer(long index, String text) {
        receive(start("t", "f", 12, 5));
        chunk("t", 0, "hello");
        chunk("t", index, text);

        assertFailed("t", TransferFault.CHUNK_ERROR);
    }

    @Test
    void row87AChunkThatIsNotBase64AbortsTheTransfer() {
        receive(start("t", "f", 5, 5));
        receive(new FileMessage.Chunk("t", 0, null));

        assertFailed("t", TransferFault.CHUNK_ERROR);
    }

    @Test
    void row87AChunkBeforeTheAcknowledgementAbortsTheTransfer() {
        disk.automatic = false;
        receive(start("t", "f", 5, 5));
        chunk("t", 0, "hello");

        assertFailed("t", TransferFault.CHUNK_ERROR);
    }

    @Test
    void row87AWrongDigestAbortsTheTransfer() {
        receive(hashed(HELLO_SHA));
        chunk("t", 0, "hellO");
        end("t");
        assertFailed("t", TransferFault.CHUNK_ERROR);

        receive(start("u", "f", 5, 5));
        chunk("u", 0, "hellO");
        receive(new FileMessage.End("u", HELLO_SHA));
        assertFailed("u", TransferFault.CHUNK_ERROR);
    }

    @Test
    void row87TwoDigestsMustBeEqual() {
        receive(hashed("0".repeat(64)));
        chunk("t", 0, "hello");
        receive(new FileMessage.End("t", HELLO_SHA));

        assertFailed("t", TransferFault.CHUNK_ERROR);
    }

    @Test
    void theRightDigestIsTakenFromStartOrEnd() {
        receive(hashed(HELLO_SHA));
        chunk("t", 0, "hello");
        receive(new FileMessage.End("t", HELLO_SHA));

        assertThat(disk.files).containsOnlyKeys("f");
    }
}
