package io.trunkline.codec.internal.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A receiver answers what it stores, keeps its limits, and tells its transfers apart. */
class ReceivingTransfersTest extends ReceivingFixture {
    @Test
    void aFileIsReceivedChunkByChunk() {
        receive(start("t", "f.txt", 12, 5));
        chunk("t", 0, "hello");
        chunk("t", 1, ", wor");
        disk.now = 2 * SECOND;
        chunk("t", 2, "ld");
        end("t");

        assertThat(disk.takeReplies())
                .containsExactly(
                        new FileMessage.StartAck("t", -1),
                        new FileMessage.ChunkAck("t", 0, 5),
                        new FileMessage.Progress("t", 100.0 * 5 / 12, 5, 12),
                        new FileMessage.ChunkAck("t", 1, 10),
                        new FileMessage.ChunkAck("t", 2, 12),
                        new FileMessage.Complete("t", "f.txt", 12, 2_000, 6.0));
        assertThat(disk.files.get("f.txt")).asString(StandardCharsets.US_ASCII).isEqualTo("hello, world");
        assertThat(transfers.size()).isZero();
    }

    @Test
    void anEmptyFileHasNoChunksAndNoSpeed() {
        receive(start("t", "f", 0, 5));
        end("t");

        assertThat(disk.takeReplies())
                .containsExactly(new FileMessage.StartAck("t", -1), new FileMessage.Complete("t", "f", 0, 0, 0));
        assertThat(disk.files.get("f")).isEmpty();
    }

    @Test
    void progressFollowsEveryHundredthAnswer() {
        receive(start("t", "f", 250, 1));
        for (int i = 0; i < 250; i++) {
            chunk("t", i, "x");
        }

        List<FileMessage> replies = disk.takeReplies();
        assertThat(replies)
                .filteredOn(FileMessage.Progress.class::isInstance)
                .containsExactly(
                        new FileMessage.Progress("t", 0.4, 1, 250),
                        new FileMessage.Progress("t", 40.4, 101, 250),
                        new FileMessage.Progress("t", 80.4, 201, 250));
        assertThat(replies.indexOf(new FileMessage.Progress("t", 40.4, 101, 250)))
                .isEqualTo(replies.indexOf(new FileMessage.ChunkAck("t", 100, 101)) + 1);
    }

    @Test
    void aChunkIsAcknowledgedWhenItIsWrittenNotWhenItArrives() {
        disk.automatic = false;
        receive(start("t", "f", 10, 5));
        disk.opened.get(0).accept(0);
        chunk("t", 0, "hello");
        chunk("t", 1, "hello");
        assertThat(disk.takeReplies()).containsExactly(new FileMessage.StartAck("t", -1));
        assertThat(disk.opened.get(0).unwritten()).isEqualTo(10);

        disk.opened.get(0).written(5);
        assertThat(disk.takeReplies()).first().isEqualTo(new FileMessage.ChunkAck("t", 0, 5));
        assertThat(disk.opened.get(0).unwritten()).isEqualTo(5);
        assertThatThrownBy(() -> disk.opened.get(0).written(6)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void row89TransfersThatAreUnknownFinishedOrForeignAreNotFound() {
        ReceivingTransfers other = new ReceivingTransfers(LIMITS, true, new ManualStorage());
        assertThat(other.receive(start("foreign", "f", 5, 5), 0)).isTrue();
        receive(start("done", "f", 0, 5));
        end("done");
        disk.takeReplies();
        chunk("foreign", 0, "hello");
        end("foreign");
        chunk("done", 0, "hello");
        end("done");
        end("never");

        FileMessage.Failure first = TransferFault.TRANSFER_NOT_FOUND.about("foreign");
        assertThat(first.message()).isEqualTo("Transfer not found");
        assertThat(first.code()).isEqualTo("INVALID_REQUEST");
        assertThat(disk.takeReplies())
                .containsExactly(
                        first,
                        first,
                        TransferFault.TRANSFER_NOT_FOUND.about("done"),
                        TransferFault.TRANSFER_NOT_FOUND.about("done"),
                        TransferFault.TRANSFER_NOT_FOUND.about("never"));
        assertThat(other.size()).isEqualTo(1);
    }

    @Test
    void row90TheSeventeenthTransferIsRefusedAndLeftOnesAreAbortedAfter30Seconds() {
        for (int i = 0; i < 1_000; i++) {
            receive(start("t" + i, "f" + i, 5, 5));
        }
        assertThat(transfers.size()).isEqualTo(16);
        assertThat(disk.takeReplies())
                .filteredOn(TransferFault.LIMIT_EXCEEDED.about("t16")::equals)
                .hasSize(1);

        assertThat(transfers.sweep(30 * SECOND - 1)).isEqualTo(1);
        assertThat(transfers.size()).isEqualTo(16);
        assertThat(transfers.sweep(30 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(disk.takeReplies()).hasSize(16).contains(TransferFault.TIMEOUT.about("t0"));
        assertNothingLeft();
    }

    @Test
    void aChunkStartsThe30SecondsAgain() {
        receive(start("t", "f", 10, 5));
        disk.now = 20 * SECOND;
        chunk("t", 0, "hello");

        assertThat(transfers.sweep(49 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void aFileThatIsBeingStoredGetsItsNameThoughTheConnectionIsLost() {
        disk.automatic = false;
        receive(start("t", "f", 0, 5));
        ReceivingTransfer transfer = disk.opened.get(0);
        transfer.accept(0);
        end("t");
        transfers.connectionLost();
        assertThat(transfer.state()).isEqualTo(TransferState.STORING);

        transfer.stored(0);
        assertThat(transfer.state()).isEqualTo(TransferState.COMPLETE);
    }

    @Test
    void anErrorOfTheSourceDiscardsTheTransferWithoutAnAnswer() {
        receive(start("t", "f", 10, 5));
        disk.takeReplies();
        receive(TransferFault.STORAGE.about("t"));

        assertThat(disk.failures).containsExactly(TransferFault.STORAGE.about("t"));
        assertThat(disk.takeReplies()).isEmpty();
        assertNothingLeft();
        assertThat(transfers.receive(TransferFault.STORAGE.about("t"), 0)).isFalse();
    }
}
