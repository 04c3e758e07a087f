package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that were asked for, and those that were not. */
class ReceivingDownloadsTest extends ReceivingFixture {
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
}
