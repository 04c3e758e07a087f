package io.trunkline.codec.internal.message;

import io.trunkline.PayloadException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Headers that must be refused, rows 37 to 55 of the list of bad inputs, with the place of the fault. */
class HeaderRefusalTest {
    private static final String ID = "123e4567-e89b-42d3-a456-426614174000";
    private static final String BEFORE_ID = "request:a:1.0.0:";

    private final HeaderParser parser = new HeaderParser(new TopicCache());

    static Stream<Arguments> refused() {
        return Stream.of(
                row(38, "", 0),
                row(38, "\n{}", 0),
                row(39, "request\n", 7),
                row(39, "request:echo\n", 12),
                row(39, "request:echo:\n", 13),
                row(39, "request:echo:1.0.0", 18),
                row(40, "request:a:1.0.0::::\n", 18),
                row(40, "request:a:1.0.0:::5:\n", 19),
                row(40, "publish:a:1.0.0::::\n", 18),
                row(41, "request::1.0.0\n", 8),
                row(41, "request:.:1.0.0\n", 8),
                row(41, "request:a..b:1.0.0\n", 10),
                row(41, "request:.a:1.0.0\n", 8),
                row(41, "request:a.:1.0.0\n", 10),
                row(41, "request:1a:1.0.0\n", 8),
                row(41, "request:a.b.c.d.e.f:1.0.0\n", 17),
                row(41, "request:" + "a".repeat(256) + ":1.0.0\n", 8 + 255),
                row(42, "publish:a.#:1.0.0\n", 10),
                row(42, "publish:a.+:1.0.0\n", 10),
                row(43, "request:echo\0:1.0.0\n", 12),
                row(43, "request:echo\r:1.0.0\n", 12),
                row(43, "request:echo\33[2J:1.0.0\n", 12),
                row(43, "request:echo :1.0.0\n", 12),
                row(43, "request:../x:1.0.0\n", 8),
                row(43, "request:\u00e9:1.0.0\n", 8),
                row(43, "request:a:1.0.0\r\n", 15),
                row(44, "reque\u00fet:a:1.0.0\n", 5),
                row(44, "delete:a:1.0.0\n", 0),
                row(44, ":a:1.0.0\n", 0),
                row(44, " request:a:1.0.0\n", 0),
                row(44, "request :a:1.0.0\n", 7),
                row(44, "requests:a:1.0.0\n", 7),
                row(44, "pub:a:1.0.0\n", 3),
                row(44, "respond:a:1.0.0\n", 6),
                row(44, "re:a:1.0.0\n", 2),
                row(44, "publish\32a:1.0.0\n", 7),
                row(46, "request:a:1\n", 11),
                row(46, "request:a:v1.0.0\n", 10),
                row(46, "request:a:01.0.0\n", 11),
                row(46, "request:a:1.0.0-\n", 16),
                row(46, "request:a:1.0.0-01\n", 18),
                row(46, "request:a:1.0.0.0\n", 15),
                row(46, "request:a:1.0.0+\n", 16),
                row(46, "request:a:1.0.0+a..b\n", 18),
                row(46, "request:a:" + "1".repeat(300) + "\n", 10 + 20),
                row(46, "request:a:1.0.0-" + "a".repeat(14) + ".\n", 30),
                row(46, "request:a:1.0.0-" + "a".repeat(15) + "\n", 30),
                row(47, BEFORE_ID + "1-1-1-1-1\n", 17),
                row(47, BEFORE_ID + ID.substring(0, 35) + "\n", 16 + 35),
                row(47, BEFORE_ID + ID + "0\n", 16 + 36),
                row(47, BEFORE_ID + "{" + ID + "}\n", 16),
                row(47, BEFORE_ID + ID.toUpperCase(Locale.ROOT) + "\n", 16 + 3),
                row(47, BEFORE_ID + ID.replace('-', '_') + "\n", 16 + 8),
                row(47, BEFORE_ID + ID.replace('e', 'g') + "\n", 16 + 3),
                row(47, BEFORE_ID + ":" + ID + "0\n", 17 + 36),
                row(51, BEFORE_ID + "::0\n", 18),
                row(51, BEFORE_ID + "::-1\n", 18),
                row(51, BEFORE_ID + "::+5\n", 18),
                row(51, BEFORE_ID + "::5.0\n", 19),
                row(51, BEFORE_ID + "::1e3\n", 19),
                row(51, BEFORE_ID + "::0x10\n", 18),
                row(51, BEFORE_ID + ":: 5\n", 18),
                row(51, BEFORE_ID + "::05\n", 18),
                row(51, BEFORE_ID + "::\u0665\n", 18),
                row(51, BEFORE_ID + "::\uff15\n", 18),
                row(51, BEFORE_ID + "::3600001\n", 24),
                row(51, BEFORE_ID + "::36000000\n", 25),
                row(51, BEFORE_ID + "::2147483648\n", 25),
                row(51, BEFORE_ID + "::" + "9".repeat(300) + "\n", 24),
                row(51, "publish:a:1.0.0:::5000\n", 18),
                row(51, "response:a:1.0.0:::5000\n", 19),
                row(54, ":".repeat(300) + "\n", 0));
    }

    private static Arguments row(int number, String message, int offset) {
        return Arguments.of(number, message, offset);
    }

    @ParameterizedTest(name = "row {0}: {1}")
    @MethodSource("refused")
    void isRefusedAtTheFirstByteThatCannotContinueIt(int row, String message, int offset) {
        assertFault(message.getBytes(UTF_8), "MALFORMED_HEADER", offset);
    }

    @Test
    void row53BytesThatAreNoAsciiAreRefusedWhereTheyStand() {
        assertFault(bytes("\u00ef\u00bb\u00bfrequest:a:1.0.0\n"), "MALFORMED_HEADER", 0);
        assertFault(bytes("request:\u00c0\u00ae:1.0.0\n"), "MALFORMED_HEADER", 8);
        assertFault(bytes("request:a\u0080:1.0.0\n"), "MALFORMED_HEADER", 9);
    }

    @Test
    void row37AHeaderMustEndWithin367Bytes() {
        String longest = "request:" + "a".repeat(255) + ":1.0.0-abcdefghijklmn:" + ID + ":" + ID + ":3600000";
        assertThat(longest).hasSize(HeaderParser.MAX_LENGTH);
        byte[] legal = bytes(longest + "\n{}");
        assertThat(parser.tryParse(legal, 0, legal.length)).isTrue();

        assertFault(bytes("a".repeat(366) + "\n"), "MALFORMED_HEADER", 0);
        assertFault(bytes("a".repeat(367) + "\n"), "HEADER_TOO_LONG", 366);
        assertFault(bytes("a".repeat(367)), "HEADER_TOO_LONG", 366);
        assertFault(bytes("a".repeat(366)), "MALFORMED_HEADER", 366);
        assertFault(bytes("request:a:1.0.0".repeat(5_000)), "HEADER_TOO_LONG", 366);
        assertFault(bytes(":".repeat(2 << 20)), "HEADER_TOO_LONG", 366);
    }

    @ParameterizedTest
    @CsvSource({"REQUEST:a:1.0.0", "Publish:a:1.0.0", "rEsPoNsE:a:1.0.0"})
    void row44AnyCaseIsReadWhateverTheLocaleIs(String header) {
        Locale before = Locale.getDefault();
        try {
            // Turkish lower-cases I to a letter of its own.
            Locale.setDefault(new Locale("tr", "TR"));
            byte[] bytes = bytes(header + "\n");
            assertThat(parser.tryParse(bytes, 0, bytes.length)).isTrue();
            assertThat(TopicName.of("INDIA.I").lower()).isEqualTo("india.i");
            assertThat(TopicPattern.of("INDIA.#").lower()).isEqualTo("india.#");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void row50AParentMayBeTheRequestItself() {
        byte[] bytes = bytes(BEFORE_ID + ID + ":" + ID + "\n");
        assertThat(parser.tryParse(bytes, 0, bytes.length)).isTrue();
        assertThat(parser.parentIdLow()).isEqualTo(parser.requestIdLow());
    }

    @Test
    void aFaultIsTheSameWhereverTheMessageLiesInTheArray() {
        refused().forEach(row -> {
            byte[] message = ((String) row.get()[1]).getBytes(UTF_8);
            byte[] around = new byte[message.length + 64];
            Arrays.fill(around, (byte) '\n');
            System.arraycopy(message, 0, around, 17, message.length);
            parser.tryParse(message, 0, message.length);
            int expected = parser.faultOffset();
            assertThat(parser.tryParse(around, 17, message.length)).isFalse();
            assertThat(parser.faultOffset()).isEqualTo(expected);
        });
    }

    private void assertFault(byte[] message, String reason, int offset) {
        assertThat(parser.tryParse(message, 0, message.length)).isFalse();
        PayloadException failure = parser.failure();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.offset()).isEqualTo(offset);
        assertThat(parser.faultOffset()).isEqualTo(offset);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(ISO_8859_1);
    }

    @Test
    void flagsOfAnEnvelopeFrameInFrontOfTheHeaderAreRecognised() {
        byte[] message = "\0\0\0\0publish:a:1.0.0\n{}".getBytes(ISO_8859_1);

        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> new HeaderParser(new TopicCache()).parse(message, 0, message.length))
                .withMessageContaining("when envelope is read as length-prefixed")
                .matches(e -> e.reason().equals("MALFORMED_HEADER") && e.offset() == 0);
    }
}
