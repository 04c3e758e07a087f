package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bytes that come without base64: on a channel, or on a stream of their own. */
class BareBytesTest extends ReceivingFixture {
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
