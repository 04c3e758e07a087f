package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is refused before the engine sees it: faults.md inputs 100 to 103, each limit at n and n + 1. */
class RecordLimitsTest {
    @Test
    void aRecordIsWholeWithItsLastByteAndNotBefore() throws Exception {
        byte[] record = Handshakes.record(RecordHeader.APPLICATION_DATA, new byte[300]);
        for (int size = 0; size < record.length; size++) {
            ByteBuffer part = ByteBuffer.wrap(record, 0, size);
            assertThat(RecordHeader.isWholeAt(part)).as("%s bytes", size).isFalse();
            assertThat(RecordHeader.sizeAt(part)).isEqualTo(size < RecordHeader.SIZE ? -1 : record.length);
        }
        assertThat(RecordHeader.isWholeAt(ByteBuffer.wrap(record))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 18_432})
    void aRecordOfThatLengthIsTaken(int length) throws Exception {
        assertThat(RecordHeader.sizeAt(header(RecordHeader.APPLICATION_DATA, length)))
                .isEqualTo(length + 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 18_433, 0xFFFF})
    void aRecordOfThatLengthIsRefused(int length) {
        assertThatThrownBy(() -> RecordHeader.sizeAt(header(RecordHeader.APPLICATION_DATA, length)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining(String.valueOf(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 19, 24, 0x63, 0x80, 0xFF})
    void anUnknownTypeIsRefusedAtItsFirstByte(int type) {
        assertThatThrownBy(() -> RecordHeader.sizeAt(ByteBuffer.wrap(new byte[] {(byte) type})))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("record type " + type);
    }

    private static ByteBuffer header(int type, int length) {
        return ByteBuffer.wrap(new byte[] {(byte) type, 3, 3, (byte) (length >> 8), (byte) length});
    }

    @Test
    void aClientHelloOf64KiBIsTakenAndOneByteMoreIsNotHoweverItIsCut() throws Exception {
        for (int cut : new int[] {1, 2, 3, 4, 5, 9, 16_384}) {
            byte[] largest = Handshakes.records(cut, new byte[] {1, 1, 0, 0, 3, 3, 0, 0});
            byte[] tooLarge = Handshakes.records(cut, new byte[] {1, 1, 0, 1, 3, 3, 0, 0});
            assertThatCode(() -> new ClientHelloLimit().check(ByteBuffer.wrap(largest)))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> new ClientHelloLimit().check(ByteBuffer.wrap(tooLarge)))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("65537");
        }
    }

    @Test
    void theFirstMessageIsAClientHello() {
        assertThatThrownBy(() -> new ClientHelloLimit()
                        .check(ByteBuffer.wrap(Handshakes.record(RecordHeader.CHANGE_CIPHER_SPEC, new byte[] {1}))))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("did not begin with a ClientHello");
    }

    @Test
    void whatFollowsTheClientHelloIsNotMeasured() throws Exception {
        ClientHelloLimit limit = new ClientHelloLimit();
        limit.check(ByteBuffer.wrap(Handshakes.records(100, Handshakes.message(1, new byte[200]))));
        limit.check(ByteBuffer.wrap(Handshakes.record(RecordHeader.CHANGE_CIPHER_SPEC, new byte[] {1})));
        // Encrypted bytes that happen to look like a large hello.
        limit.check(ByteBuffer.wrap(Handshakes.record(RecordHeader.HANDSHAKE, new byte[] {1, 1, 1, 1})));
    }

    @Test
    void thirtyTwoKeyUpdatesInOneSecondAreTakenAndTheNextIsNot() throws Exception {
        SilentRecords silent = new SilentRecords();
        for (int i = 0; i < SilentRecords.MAX_PER_SECOND; i++) {
            silent.add(i, true);
        }
        assertThatThrownBy(() -> silent.add(TimeUnit.SECONDS.toNanos(1) - 1, true))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("32 key updates in one second");
    }

    @Test
    void keyUpdatesAtThatRateGoOnForEver() throws Exception {
        SilentRecords silent = new SilentRecords();
        long step = TimeUnit.SECONDS.toNanos(1) / SilentRecords.MAX_PER_SECOND;
        for (long i = 0; i < 1_000; i++) {
            silent.add(i * step - 5_000_000_000L, true);
            silent.broken();
        }
        assertThatThrownBy(() -> silent.add(999 * step - 5_000_000_000L + step - 1, true))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aHundredRecordsInARowMayBeEmptyAndTheNextMayNot() throws Exception {
        SilentRecords silent = new SilentRecords();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < SilentRecords.MAX_IN_A_ROW; i++) {
                silent.add(0, false);
            }
            if (round < 2) {
                silent.broken();
            }
        }
        assertThatThrownBy(() -> silent.add(0, false))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("100 records in a row");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            474554202f20485454502f312e31, plain HTTP
            485454502f312e3120343030, plain HTTP
            5353482d322e30, SSH
            7b2274797065223a, bare JSON
            00000000000000105055422c61, envelope peer
            000000145055422c6162, length-prefixed peer
            0000000500, plain frames
            48656c6c6f, text protocol
            """)
    void namesWhatPlainBytesLookLike(String hex, String name) {
        byte[] first = HexFormat.of().parseHex(hex);
        assertThat(PlainPeer.describe(ByteBuffer.wrap(first)))
                .contains(name)
                .contains(HexFormat.ofDelimiter(" ").formatHex(first));
    }

    @Test
    void guessesNothingAboutOtherBytesAndShowsThirtyTwo() {
        assertThat(PlainPeer.describe(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0x2E, 1})))
                .isEqualTo("the peer's first bytes are no TLS record: 80 2e 01");
        byte[] many = "GET ".repeat(100).getBytes(StandardCharsets.US_ASCII);
        assertThat(PlainPeer.describe(ByteBuffer.wrap(many))).hasSizeLessThan(200);
    }
}
