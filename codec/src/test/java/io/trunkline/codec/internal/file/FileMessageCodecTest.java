package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileMessageCodecTest {
    static Stream<FileMessage> messages() {
        return Stream.of(
                new FileMessage.Start("t", "naïve.txt", 1L << 40, 65_536, "ab", true, 16_777_215),
                new FileMessage.Start("t", "f", 0, 1, null, false, 0),
                new FileMessage.StartAck("t", -1),
                new FileMessage.StartAck("t", 10),
                new FileMessage.Chunk("t", 4_294_967_295L, Payload.ofText("hello")),
                new FileMessage.Chunk("t", 0, Payload.EMPTY),
                new FileMessage.ChunkAck("t", 1, 10),
                new FileMessage.Progress("t", 12.5, 1, 8),
                new FileMessage.End("t", null),
                new FileMessage.End("t", "ab"),
                new FileMessage.Complete("t", "f", 5, 2_000, 2.5),
                new FileMessage.Get("t", "f", 5, 0),
                new FileMessage.Get("t", "f", 5, 10),
                TransferFault.STORAGE.about("t"),
                TransferFault.TIMEOUT.about("t"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsWrittenIsRead(FileMessage message) {
        assertThat(FileMessageCodec.decode(FileMessageCodec.encode(message))).contains(message);
    }

    @Test
    void theTextIsTheSpecifications() {
        assertThat(FileMessageCodec.encode(new FileMessage.Chunk("t", 0, Payload.ofText("hello")))
                        .text())
                .isEqualTo("{\"type\":\"file_chunk\",\"transferId\":\"t\",\"chunkIndex\":0,\"data\":\"aGVsbG8=\"}");
        assertThat(FileMessageCodec.encode(new FileMessage.StartAck("t", -1)).text())
                .isEqualTo("{\"type\":\"file_start_ack\",\"transferId\":\"t\",\"status\":\"ready\"}");
        assertThat(FileMessageCodec.encode(TransferFault.TRANSFER_NOT_FOUND.about("t"))
                        .text())
                .isEqualTo("{\"type\":\"error\",\"message\":\"Transfer not found\",\"code\":\"INVALID_REQUEST\","
                        + "\"reason\":\"TRANSFER_NOT_FOUND\",\"transferId\":\"t\"}");
    }

    @Test
    void theMetadataOfAStreamIsAStartWithoutType() {
        FileMessage.Start start = new FileMessage.Start("t", "f", 5, 5, "ab", true, 0);

        Payload metadata = FileMessageCodec.encodeMetadata(start);
        assertThat(metadata.text()).startsWith("{\"transferId\":");
        assertThat(FileMessageCodec.decodeMetadata(metadata)).isEqualTo(start);
    }

    @Test
    void aRequestAsMetadataHasNoType() {
        assertThat(FileMessageCodec.decodeGet(
                        Payload.ofText("{\"transferId\":\"t\",\"filename\":\"f\",\"chunkSize\":5,\"resumeFrom\":10}")))
                .isEqualTo(new FileMessage.Get("t", "f", 5, 10));
        assertThatThrownBy(() -> FileMessageCodec.decodeGet(Payload.ofText("{\"filename\":\"f\"}")))
                .isInstanceOf(PayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":\"chat\"}", "{\"type\":\"error\",\"message\":\"m\",\"code\":\"c\"}"})
    void otherMessagesAreNotOurs(String json) {
        assertThat(FileMessageCodec.decode(Payload.ofText(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-1", "1.5", "\"5\"", "9223372036854775808", "1e3", "null", "true", "[]"})
    void row84SizesThatAreNoIntegersAreLeftToTheTransfersError(String size) {
        String json = "{\"type\":\"file_start\",\"transferId\":\"t\",\"filename\":\"f\",\"fileSize\":" + size
                + ",\"chunkSize\":5}";

        assertThat(FileMessageCodec.decode(Payload.ofText(json)))
                .contains(new FileMessage.Start("t", "f", -1, 5, null, false, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"aGVsbG8\"", "\"aGVs bG8=\"", "\"!!!!\"", "\"aGVsbG8=\\n\"", "\"aG=sbG8=\"", "\"_-_-\""})
    void row87DataThatIsNotPaddedBase64IsNone(String data) {
        String json = "{\"type\":\"file_chunk\",\"transferId\":\"t\",\"chunkIndex\":0,\"data\":" + data + "}";

        assertThat(FileMessageCodec.decode(Payload.ofText(json))).contains(new FileMessage.Chunk("t", 0, null));
    }

    @Test
    void aMessageThatDoesNotNameItsTransferIsABadBody() {
        for (String id : new String[] {"", ",\"transferId\":5", ",\"transferId\":\"" + "x".repeat(256) + "\""}) {
            assertThatThrownBy(() -> FileMessageCodec.decode(Payload.ofText("{\"type\":\"file_end\"" + id + "}")))
                    .isInstanceOf(PayloadException.class);
        }
        String longest = "{\"type\":\"file_end\",\"transferId\":\"" + "x".repeat(255) + "\"}";
        assertThat(FileMessageCodec.decode(Payload.ofText(longest))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "16777215, 16777215", "16777216, -1", "-1, -1"})
    void channelsAreThreeBytes(long written, int read) {
        String json = "{\"type\":\"file_start\",\"transferId\":\"t\",\"filename\":\"f\",\"fileSize\":1,\"chunkSize\":5,"
                + "\"channel\":" + written + "}";

        assertThat(FileMessageCodec.decode(Payload.ofText(json)))
                .contains(new FileMessage.Start("t", "f", 1, 5, null, false, read));
    }
}
