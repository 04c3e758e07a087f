package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SendingTransfersTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final TransferLimits LIMITS = new TransferLimits(10_000, 100, 2, Duration.ofSeconds(30));

    /** Writes down what a source decides. */
    private static final class Recording implements SourceDecisions {
        final List<String> log = new ArrayList<>();

        @Override
        public void send(FileMessage message) {
            log.add(message.getClass().getSimpleName()
                    + (message instanceof FileMessage.Failure f ? " " + f.code() + " " + f.reason() : ""));
        }

        @Override
        public void sendChunk(SendingTransfer transfer, long index, Payload bytes) {
            log.add("chunk " + index + " " + bytes.size());
        }

        @Override
        public void read(SendingTransfer transfer, long position, int length) {
            log.add("read " + position + " " + length);
        }

        @Override
        public void done(SendingTransfer transfer, FileMessage.Complete receipt) {
            log.add("done");
        }

        @Override
        public void failed(SendingTransfer transfer, FileMessage.Failure failure) {
            log.add("failed " + failure.code());
        }

        List<String> take() {
            List<String> taken = List.copyOf(log);
            log.clear();
            return taken;
        }
    }

    private final Recording decisions = new Recording();
    private final SendingTransfers transfers = new SendingTransfers(LIMITS, decisions);

    private static FileMessage.Start start(String id, long size) {
        return new FileMessage.Start(id, "f", size, 10, null, false, 0);
    }

    private SendingTransfer sending(long size, SendingTransfer.Mode mode) {
        SendingTransfer transfer = transfers.offer(start("t", size), mode, 0);
        transfers.receive(new FileMessage.StartAck("t", -1), 0);
        return transfer;
    }

    private static Payload bytes(int size) {
        return Payload.wrap(new byte[size]);
    }

    @Test
    void aFileIsReadSentEndedAndDone() {
        SendingTransfer transfer = sending(25, SendingTransfer.Mode.CHUNKS);
        assertThat(decisions.take()).containsExactly("Start", "read 0 10", "read 10 10", "read 20 5");
        transfer.chunk(bytes(10), 0);
        transfer.chunk(bytes(10), 0);
        transfer.chunk(bytes(5), 0);
        assertThat(decisions.take()).containsExactly("chunk 0 10", "chunk 1 10", "chunk 2 5", "End");

        transfers.receive(new FileMessage.Complete("t", "f", 25, 1, 25_000), 0);
        assertThat(decisions.take()).containsExactly("done");
        assertThat(transfer.state()).isEqualTo(SourceState.COMPLETE);
        assertThat(transfers.size()).isZero();
    }

    @Test
    void anEmptyFileIsEndedAtOnce() {
        sending(0, SendingTransfer.Mode.CHUNKS);

        assertThat(decisions.take()).containsExactly("Start", "End");
    }

    @Test
    void notMoreThanTheWindowIsReadOrUnacknowledged() {
        SendingTransfer transfer = sending(1_000, SendingTransfer.Mode.CHUNKS);
        assertThat(decisions.take()).hasSize(1 + SendingTransfer.WINDOW);
        for (int i = 0; i < SendingTransfer.WINDOW; i++) {
            transfer.chunk(bytes(10), 0);
        }
        assertThat(decisions.take()).hasSize(SendingTransfer.WINDOW).allMatch(s -> s.startsWith("chunk"));

        transfers.receive(new FileMessage.ChunkAck("t", 1, 20), 0);
        assertThat(decisions.take()).containsExactly("read 80 10", "read 90 10");
        transfers.receive(new FileMessage.ChunkAck("t", 1, 20), 0);
        transfers.receive(new FileMessage.ChunkAck("t", 99, 1_000), 0);
        assertThat(decisions.take()).isEmpty();
        assertThat(transfer.acknowledged()).isEqualTo(20);
    }

    @Test
    void aResumedFileIsSentFromThere() {
        SendingTransfer transfer = transfers.offer(start("t", 25), SendingTransfer.Mode.CHUNKS, 0);
        transfers.receive(new FileMessage.StartAck("t", 20), 0);
        transfer.chunk(bytes(5), 0);

        assertThat(decisions.take()).containsExactly("Start", "read 20 5", "chunk 2 5", "End");
    }

    @Test
    void withADigestAResumedFileIsReadWhole() {
        SendingTransfer transfer = transfers.offer(start("t", 1_000), SendingTransfer.Mode.CHUNKS_WITH_DIGEST, 0);
        transfers.receive(new FileMessage.StartAck("t", 990), 0);
        for (int i = 0; i < 100; i++) {
            transfer.chunk(bytes(10), 0);
        }
        assertThat(decisions.take())
                .filteredOn(s -> !s.startsWith("read"))
                .containsExactly("Start", "chunk 99 10", "End");
    }

    @ParameterizedTest
    @CsvSource({"5", "30", "35"})
    void aResumePointThatIsNoneFailsTheTransfer(long from) {
        transfers.offer(start("t", 25), SendingTransfer.Mode.CHUNKS, 0);
        transfers.receive(new FileMessage.StartAck("t", from), 0);

        assertThat(decisions.take()).endsWith("Failure INVALID_REQUEST null", "failed INVALID_REQUEST");
    }

    @Test
    void aFileThatShrankFailsTheTransfer() {
        SendingTransfer transfer = sending(25, SendingTransfer.Mode.CHUNKS);
        decisions.take();
        transfer.chunk(bytes(9), 0);
        transfer.chunk(bytes(10), 0);

        assertThat(decisions.take())
                .containsExactly("Failure SERVICE_UNAVAILABLE STORAGE", "failed SERVICE_UNAVAILABLE");
    }

    @Test
    void aReceiverThatSaysNothingFor30SecondsFailsTheTransfer() {
        SendingTransfer transfer = sending(25, SendingTransfer.Mode.CHUNKS);
        transfer.chunk(bytes(10), SECOND);

        assertThat(transfers.sweep(31 * SECOND - 1)).isEqualTo(1);
        assertThat(transfers.sweep(31 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(decisions.take()).endsWith("Failure TIMEOUT null", "failed TIMEOUT");
        assertThat(transfers.size()).isZero();
    }

    @Test
    void anErrorOfTheReceiverEndsTheTransferWithoutAnAnswer() {
        sending(25, SendingTransfer.Mode.CHUNKS);
        decisions.take();
        transfers.receive(TransferFault.CHUNK_ERROR.about("t"), 0);

        assertThat(decisions.take()).containsExactly("failed INVALID_REQUEST");
        assertThat(transfers.receive(TransferFault.CHUNK_ERROR.about("t"), 0)).isFalse();
    }

    @Test
    void aReceiptForLessThanTheFileIsNone() {
        sending(0, SendingTransfer.Mode.CHUNKS);
        transfers.receive(new FileMessage.Complete("t", "f", 1, 0, 0), 0);

        assertThat(decisions.take()).endsWith("failed INVALID_REQUEST");
    }

    @Test
    void aStreamHasNoMessagesOfTheSourceAndGoesOnWhenDrained() {
        SendingTransfer transfer = sending(100, SendingTransfer.Mode.STREAM);
        assertThat(decisions.take()).hasSize(SendingTransfer.WINDOW);
        for (int i = 0; i < SendingTransfer.WINDOW; i++) {
            transfer.chunk(bytes(10), 0);
        }
        decisions.take();
        transfer.drained(0);
        assertThat(decisions.take()).containsExactly("read 80 10", "read 90 10");
        transfer.chunk(bytes(10), 0);
        transfer.chunk(bytes(10), 0);
        assertThat(decisions.take()).containsExactly("chunk 8 10", "chunk 9 10");
        assertThat(transfer.state()).isEqualTo(SourceState.ENDING);
    }

    @Test
    void aStreamReadsOnForWhateverHasLeft() {
        SendingTransfer transfer = sending(100, SendingTransfer.Mode.STREAM);
        for (int i = 0; i < SendingTransfer.WINDOW; i++) {
            transfer.chunk(bytes(10), 0);
        }
        decisions.take();
        transfer.left(10, 0);
        assertThat(decisions.take()).containsExactly("read 80 10");
        transfer.left(1_000, 0);
        assertThat(decisions.take()).containsExactly("read 90 10");
        assertThat(transfer.acknowledged()).isEqualTo(80);
    }

    @Test
    void aFileThatWasAskedForOnAStreamBeginsWhereItWasAskedFor() {
        FileMessage.Get get = new FileMessage.Get("t", "f", 10, 20);
        SendingTransfers.Facts facts = new SendingTransfers.Facts(40, "0".repeat(64));
        SendingTransfer transfer = Objects.requireNonNull(transfers.answerOnStream(get, facts, 0));

        assertThat(transfer.start()).isEqualTo(new FileMessage.Start("t", "f", 40, 10, "0".repeat(64), false, 0));
        transfers.receive(new FileMessage.StartAck("t", -1), 0);
        assertThat(decisions.take()).containsExactly("read 20 10", "read 30 10");

        assertThat(transfers.answerOnStream(get, facts, 0))
                .as("its id is in use")
                .isNull();
        FileMessage.Get behind = new FileMessage.Get("u", "f", 10, 50);
        assertThat(transfers.answerOnStream(behind, facts, 0)).isNull();
        assertThat(decisions.take())
                .containsExactly("Failure INVALID_REQUEST CONFLICT", "Failure INVALID_REQUEST null");
    }

    @Test
    void startsThatNoReceiverTakesAreRefusedHere() {
        FileMessage.Start bad = new FileMessage.Start("t", "../f", 5, 5, null, false, 0);
        assertThatThrownBy(() -> transfers.offer(bad, SendingTransfer.Mode.CHUNKS, 0))
                .isInstanceOf(PayloadException.class);
        transfers.offer(start("t", 5), SendingTransfer.Mode.CHUNKS, 0);
        assertThatThrownBy(() -> transfers.offer(start("t", 5), SendingTransfer.Mode.CHUNKS, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "../f, 10, 0, INVALID_REQUEST BAD_NAME", "f, 0, 0, INVALID_REQUEST null", "f, 101, 0, INVALID_REQUEST null",
        "f, 10, 5, INVALID_REQUEST null", "f, 10, -1, INVALID_REQUEST null", "f, 10, 30, INVALID_REQUEST null"
    })
    void row91RequestsThatAreNotLegalAreAnswered(String name, long chunkSize, long from, String expected) {
        assertThat(transfers.answer(new FileMessage.Get("t", name, chunkSize, from), 25, 0))
                .isNull();

        assertThat(decisions.take()).containsExactly("Failure " + expected);
    }

    @Test
    void row91WhatIsNoRegularFileIsRefusedByItsFinder() {
        FileMessage.Get get = new FileMessage.Get("t", "fifo", 10, 0);
        assertThat(transfers.permits(get)).isTrue();
        transfers.refuse(get, TransferFault.BAD_NAME);

        assertThat(decisions.take()).containsExactly("Failure INVALID_REQUEST BAD_NAME");
        assertThat(transfers.size()).isZero();
    }

    @Test
    void downloadsAreLimitedAndTheirIdsUnique() {
        assertThat(transfers.answer(new FileMessage.Get("a", "f", 10, 0), 25, 0))
                .isNotNull();
        assertThat(transfers.answer(new FileMessage.Get("a", "f", 10, 0), 25, 0))
                .isNull();
        assertThat(transfers.answer(new FileMessage.Get("b", "f", 10, 0), 25, 0))
                .isNotNull();
        assertThat(transfers.answer(new FileMessage.Get("c", "f", 10, 0), 25, 0))
                .isNull();

        assertThat(decisions.take())
                .containsExactly(
                        "Start",
                        "Failure INVALID_REQUEST CONFLICT",
                        "Start",
                        "Failure SERVICE_UNAVAILABLE LIMIT_EXCEEDED");
    }
}
