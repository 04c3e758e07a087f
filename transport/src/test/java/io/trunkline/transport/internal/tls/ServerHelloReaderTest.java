package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ServerHelloReaderTest {
    private static final byte[] CURVE_SECP384R1 = {3, 0, 0x18, 97, 4, 5, 6};
    private static final byte[] GESTURE = Handshakes.record(RecordHeader.CHANGE_CIPHER_SPEC, new byte[] {1});
    private static final byte[] ENCRYPTED = Handshakes.record(RecordHeader.APPLICATION_DATA, new byte[50]);

    static Stream<Arguments> flights() {
        byte[] hybrid = Handshakes.serverHello13(0x11EC, 1120);
        byte[] retry = Handshakes.retryRequest(0x0018);
        byte[] keyExchange = Handshakes.message(Handshakes.SERVER_KEY_EXCHANGE, CURVE_SECP384R1);
        byte[] certificate = Handshakes.message(Handshakes.CERTIFICATE, new byte[3_000]);
        byte[] done = Handshakes.message(Handshakes.SERVER_HELLO_DONE, new byte[0]);
        return Stream.of(
                arguments("X25519MLKEM768", Handshakes.concat(Handshakes.records(16_384, hybrid), GESTURE, ENCRYPTED)),
                arguments("X25519MLKEM768", Handshakes.records(100, hybrid)),
                arguments("x25519", Handshakes.records(1, Handshakes.serverHello13(0x1D, 32))),
                arguments(
                        "secp384r1",
                        Handshakes.concat(
                                Handshakes.records(500, retry),
                                GESTURE,
                                Handshakes.records(500, Handshakes.serverHello13(0x18, 97)))),
                arguments(
                        "secp384r1",
                        Handshakes.records(1_000, Handshakes.serverHello12(), certificate, keyExchange, done)),
                arguments(
                        "secp384r1",
                        Handshakes.records(3, Handshakes.serverHello12(), certificate, keyExchange, done)));
    }

    @ParameterizedTest
    @MethodSource("flights")
    void findsTheGroupAtEverySplit(String expected, byte[] flight) {
        for (int at = 0; at <= flight.length; at++) {
            ServerHelloReader reader = new ServerHelloReader();
            reader.feed(ByteBuffer.wrap(flight, 0, at));
            reader.feed(ByteBuffer.wrap(flight, at, flight.length - at));
            assertThat(reader.group()).as("split at %s", at).isEqualTo(expected);
            assertThat(reader.isDone()).as("split at %s", at).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("flights")
    void findsTheGroupByteByByteAndMovesNoPosition(String expected, byte[] flight) {
        ServerHelloReader reader = new ServerHelloReader();
        for (int i = 0; i < flight.length; i++) {
            ByteBuffer one = ByteBuffer.wrap(flight, i, 1);
            reader.feed(one);
            assertThat(one.remaining()).isOne();
        }
        assertThat(reader.group()).isEqualTo(expected);
    }

    @Test
    void aResumedSessionOfTls12HasNone() {
        ServerHelloReader reader = new ServerHelloReader();
        byte[] finish =
                Handshakes.record(RecordHeader.HANDSHAKE, new byte[] {12, 0, 0, 3, 3, 0, 0x17}); // Encrypted: chance.
        reader.feed(ByteBuffer.wrap(
                Handshakes.concat(Handshakes.records(500, Handshakes.serverHello12()), GESTURE, finish)));
        assertThat(reader.isDone()).isTrue();
        assertThat(reader.group()).isNull();
    }

    @Test
    void aPlainDiffieHellmanExchangeHasNone() {
        ServerHelloReader reader = new ServerHelloReader();
        byte[] exchange = Handshakes.message(Handshakes.SERVER_KEY_EXCHANGE, new byte[] {1, 0, 9, 9, 9});
        reader.feed(ByteBuffer.wrap(Handshakes.records(500, Handshakes.serverHello12(), exchange)));
        assertThat(reader.isDone()).isTrue();
        assertThat(reader.group()).isNull();
    }

    @Test
    void nonsenseEndsTheSearchAndNothingElse() {
        Random random = new Random(17);
        for (int i = 0; i < 2_000; i++) {
            byte[] flight = Handshakes.records(500, Handshakes.serverHello13(0x1D, 32));
            for (int k = random.nextInt(20); k >= 0; k--) {
                flight[random.nextInt(flight.length)] = (byte) random.nextInt();
            }
            new ServerHelloReader().feed(ByteBuffer.wrap(Arrays.copyOf(flight, random.nextInt(flight.length))));
            new ServerHelloReader().feed(ByteBuffer.wrap(flight));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "001D, x25519",
        "001E, x448",
        "0017, secp256r1",
        "0018, secp384r1",
        "0019, secp521r1",
        "0100, ffdhe2048",
        "0104, ffdhe8192",
        "11EB, SecP256r1MLKEM768",
        "11EC, X25519MLKEM768",
        "0A0A, 0x0A0A"
    })
    void namesGroupsAsTheRegistryDoes(String code, String name) {
        assertThat(NamedGroups.name(Integer.parseInt(code, 16))).isEqualTo(name);
    }
}
