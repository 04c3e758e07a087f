package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReceivingTransfersTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MAX_FILE = 1_000;
    private static final TransferLimits LIMITS = new TransferLimits(MAX_FILE, 100, 16, Duration.ofSeconds(30));
    private static final String HELLO_SHA = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final ManualStorage disk = new ManualStorage();
    private final ReceivingTransfers transfers = new ReceivingTransfers(LIMITS, true, disk);

    private static FileMessage.Start start(String id, String name, long size, long chunk) {
        return new FileMessage.Start(id, name, size, chunk, null, false, 0);
    }

    private static FileMessage.Start resumable(String id, long size, long chunk) {
        return new FileMessage.Start(id, "f", size, chunk, null, true, 0);
    }

    private static FileMessage.Start hashed(String sha256) {
        return new FileMessage.Start("t", "f", 5, 5, sha256, false, 0);
    }

    private void receive(FileMessage message) {
        assertThat(transfers.receive(message, disk.now)).isTrue();
    }

    private void chunk(String id, long index, String text) {
        receive(new FileMessage.Chunk(id, index, Payload.of(text.getBytes(StandardCharsets.US_ASCII))));
    }

    private void end(String id) {
        receive(new FileMessage.End(id, null));
    }

    private void assertNothingLeft() {
        assertThat(disk.temporary).isEmpty();
        assertThat(disk.files).isEmpty();
        assertThat(disk.parked).isEmpty();
        assertThat(transfers.size()).isZero();
    }

    private void assertFailed(String id, TransferFault fault) {
        assertThat(disk.takeReplies()).endsWith(fault.about(id));
        assertNothingLeft();
    }

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

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/x", "C:\\x", "..\\x", "....//x", "%2e%2e/x", "\uFF0E\uFF0E"})
    void row81NamesThatLeaveTheDirectoryAreRefusedAndNothingIsCreated(String name) {
        receive(start("t", name, 5, 5));

        assertThat(disk.opened).isEmpty();
        assertFailed("t", TransferFault.BAD_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "a\r", "a\n", "", ".", "..", ".x", " x", "CON", "-rf"})
    void row82NamesThatMeanSomethingElseAreRefused(String name) {
        receive(start("t", name, 5, 5));

        assertThat(disk.opened).isEmpty();
        assertFailed("t", TransferFault.BAD_NAME);
    }

    @ParameterizedTest
    @CsvSource({"BAD_NAME", "STORAGE", "LIMIT_EXCEEDED"})
    void row83AndRow90WhatTheDirectoryRefusesIsAnswered(TransferFault fault) {
        disk.automatic = false;
        receive(start("t", "link", 5, 5));
        disk.opened.get(0).fail(fault);
        disk.opened.get(0).accept(0);

        assertFailed("t", fault);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, MAX_FILE + 1, Long.MAX_VALUE})
    void row84SizesOutOfRangeAreRefusedBeforeAnyWrite(long size) {
        receive(start("t", "f", size, 5));

        assertThat(disk.opened).isEmpty();
        assertFailed("t", TransferFault.BAD_SIZE);
    }

    @Test
    void row84AFileOfExactlyTheLimitIsTaken() {
        receive(start("t", "f", MAX_FILE, 5));

        assertThat(disk.opened).hasSize(1);
    }

    @Test
    void chunkSizesAreOneToTheLimit() {
        receive(start("a", "f", 5, 0));
        receive(start("b", "f", 5, 101));
        receive(start("c", "f", 5, -1));
        assertThat(disk.takeReplies())
                .containsExactly(
                        TransferFault.INVALID_REQUEST.about("a"),
                        TransferFault.INVALID_REQUEST.about("b"),
                        TransferFault.INVALID_REQUEST.about("c"));

        receive(start("d", "f", 5, 1));
        receive(start("e", "f", 5, 100));
        assertThat(transfers.size()).isEqualTo(2);
    }

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

    @ParameterizedTest
    @ValueSource(strings = {"", "2cf2", "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824"})
    void digestsAre64LowerCaseHexDigits(String sha256) {
        receive(hashed(sha256));

        assertFailed("t", TransferFault.INVALID_REQUEST);
    }

    @Test
    void theRightDigestIsTakenFromStartOrEnd() {
        receive(hashed(HELLO_SHA));
        chunk("t", 0, "hello");
        receive(new FileMessage.End("t", HELLO_SHA));

        assertThat(disk.files).containsOnlyKeys("f");
    }

    @Test
    void row88OfTwoUploadsOfOneNameOneWinsWholeAndTheOtherGetsConflict() {
        receive(start("a", "f", 5, 5));
        receive(start("b", "f", 5, 5));
        chunk("a", 0, "aaaaa");
        chunk("b", 0, "bbbbb");
        end("b");
        end("a");

        assertThat(disk.takeReplies()).endsWith(TransferFault.CONFLICT.about("a"));
        assertThat(disk.files.get("f")).asString(StandardCharsets.US_ASCII).isEqualTo("bbbbb");
        assertThat(disk.temporary).isEmpty();
    }

    @Test
    void aStartForAnOpenIdIsAConflictAndTheOpenTransferGoesOn() {
        receive(start("t", "f", 5, 5));
        receive(start("t", "g", 7, 7));
        assertThat(disk.takeReplies()).endsWith(TransferFault.CONFLICT.about("t"));

        chunk("t", 0, "hello");
        end("t");
        assertThat(disk.files).containsOnlyKeys("f");
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

    // ---- downloads

    @Test
    void filesThatWereNotAskedForAreRefusedWhereTheyMustBe() {
        ReceivingTransfers downloads = new ReceivingTransfers(LIMITS, false, disk);
        assertThat(downloads.receive(start("t", "f", 5, 5), 0)).isTrue();

        assertFailed("t", TransferFault.INVALID_REQUEST);
    }

    @Test
    void aDownloadIsAskedForAndThenReceived() {
        ReceivingTransfers downloads = new ReceivingTransfers(LIMITS, false, disk);
        FileMessage.Get get = new FileMessage.Get("t", "f", 5, 0);
        downloads.request(get, 0);
        assertThat(disk.takeReplies()).containsExactly(get);
        downloads.receive(start("t", "f", 5, 5), 0);
        downloads.receive(new FileMessage.Chunk("t", 0, Payload.ofText("hello")), 0);
        downloads.receive(new FileMessage.End("t", HELLO_SHA), 0);

        assertThat(disk.files).containsOnlyKeys("f");
        assertThatThrownBy(() -> downloads.request(new FileMessage.Get("t", "../f", 5, 0), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"g, 5", "f, 4"})
    void aSourceMustAnswerWhatWasAsked(String name, long chunkSize) {
        ReceivingTransfers downloads = new ReceivingTransfers(LIMITS, false, disk);
        downloads.request(new FileMessage.Get("t", "f", 5, 0), 0);
        downloads.receive(start("t", name, 5, chunkSize), 0);

        assertThat(disk.failures).containsExactly(TransferFault.INVALID_REQUEST.about("t"));
        assertFailed("t", TransferFault.INVALID_REQUEST);
    }

    @Test
    void aDownloadThatIsRefusedOrNotAnsweredFails() {
        ReceivingTransfers downloads = new ReceivingTransfers(LIMITS, false, disk);
        downloads.request(new FileMessage.Get("a", "f", 5, 0), 0);
        downloads.request(new FileMessage.Get("b", "f", 5, 0), 0);
        assertThat(downloads.receive(TransferFault.BAD_NAME.about("a"), 0)).isTrue();

        assertThat(downloads.sweep(30 * SECOND - 1)).isEqualTo(1);
        assertThat(downloads.sweep(30 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(disk.failures).containsExactly(TransferFault.BAD_NAME.about("a"), TransferFault.TIMEOUT.about("b"));
    }

    // ---- without JSON

    @Test
    void binaryChunksFindTheirTransferByChannel() {
        receive(new FileMessage.Start("t", "f", 5, 5, null, false, 7));
        transfers.receive(new BinaryChunk(7, 0, Payload.ofText("hello")), 0);
        end("t");

        assertThat(disk.files).containsOnlyKeys("f");
        assertThatThrownBy(() -> transfers.receive(new BinaryChunk(7, 1, Payload.EMPTY), 0))
                .isInstanceOf(PayloadException.class);
    }

    @Test
    void aChannelInUseIsAConflict() {
        receive(new FileMessage.Start("t", "f", 5, 5, null, false, 7));
        receive(new FileMessage.Start("u", "g", 5, 5, null, false, 7));
        receive(new FileMessage.Start("v", "g", 5, 5, null, false, -1));

        assertThat(disk.takeReplies())
                .endsWith(TransferFault.CONFLICT.about("u"), TransferFault.INVALID_REQUEST.about("v"));
    }

    @Test
    void aStreamsBytesMayBeCutAnywhere() {
        byte[] content = "hello, world".getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= content.length; cut++) {
            disk.files.clear();
            ReceivingTransfer transfer = ReceivingTransfer.streamed(start("t", "f", 12, 5), LIMITS, disk);
            transfer.bytes(Payload.of(Arrays.copyOf(content, cut)), 0);
            transfer.bytes(Payload.of(Arrays.copyOfRange(content, cut, 12)), 0);

            assertThat(disk.takeReplies())
                    .containsExactly(new FileMessage.StartAck("t", -1), new FileMessage.Complete("t", "f", 12, 0, 0));
            assertThat(disk.files.get("f")).isEqualTo(content);
        }
    }

    @Test
    void aStreamOfAnEmptyFileIsCompleteAtOnceAndOneByteTooManyIsAnError() {
        assertThat(ReceivingTransfer.streamed(start("t", "f", 0, 5), LIMITS, disk)
                        .state())
                .isEqualTo(TransferState.COMPLETE);
        disk.takeReplies();
        disk.files.clear();
        ReceivingTransfer.streamed(start("u", "f", 4, 5), LIMITS, disk).bytes(Payload.ofText("hello"), 0);

        assertFailed("u", TransferFault.CHUNK_ERROR);
    }

    @Test
    void aStreamWithAnIllegalStartFailsAtOnce() {
        assertThat(ReceivingTransfer.streamed(start("t", "/f", 0, 5), LIMITS, disk)
                        .state())
                .isEqualTo(TransferState.FAILED);
        assertFailed("t", TransferFault.BAD_NAME);
    }
}
