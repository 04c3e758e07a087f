package io.trunkline.transport.internal.tls;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class PemReaderTest {
    private static final String BLOCK = "-----BEGIN X-----\nAQID\n-----END X-----\n";

    private static List<PemBlock> read(String text) {
        return PemReader.read("file.pem", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void blocksAreFoundWithTheirLinesWhateverStandsBetweenThem() {
        List<PemBlock> blocks = read("subject=CN = a\n\n" + BLOCK + "\n# a comment\n" + BLOCK);

        assertThat(blocks).extracting(PemBlock::place).containsExactly("file.pem:3", "file.pem:8");
        assertThat(blocks).extracting(PemBlock::label).containsExactly("X", "X");
        assertThat(blocks.get(1).der()).containsExactly(1, 2, 3);
    }

    @Test
    void lineEndsOfWindowsByteOrderMarkAndMissingLastLineEndAreRead() {
        String text = "\ufeff" + BLOCK.replace("\n", "\r\n").stripTrailing();

        assertThat(read(text).get(0).der()).containsExactly(1, 2, 3);
    }

    @Test
    void headersAreNoticed() {
        List<PemBlock> blocks = read("-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END X-----\n" + BLOCK);

        assertThat(blocks).extracting(PemBlock::hasHeaders).containsExactly(true, false);
    }

    @ParameterizedTest
    @CsvSource({
        "'-----BEGIN X-----\nAQID\n', file.pem:1: BEGIN X without its END",
        "'-----BEGIN X-----\nAQID\n-----END Y-----\n', file.pem:3: END Y ends BEGIN X",
        "'-----BEGIN X-----\n-----BEGIN Y-----\n', 'file.pem:2: BEGIN Y inside of X, which began at line 1'",
        "'-----END X-----\n', file.pem:1: END X without its BEGIN",
        "'-----BEGIN X----\n', file.pem:1: a boundary is -----BEGIN LABEL-----",
        "'-----BEGIN X-----\n---\n-----END X-----\n', file.pem:3: base64",
        "'', file.pem: empty",
        "'0binary', 'file.pem: binary (DER or PKCS#12), not PEM'",
        "'hello', file.pem: no PEM block",
    })
    void brokenTextIsRefusedWithItsLine(String text, String message) {
        if (message.endsWith("base64")) {
            assertThatThrownBy(() -> read(text).get(0).der()).hasMessageContaining("not base64");
        } else {
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(message);
        }
    }

    @Test
    void textIsReadUpToItsLimit() {
        byte[] atLimit = new byte[PemReader.MAX_TEXT];
        byte[] block = BLOCK.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(block, 0, atLimit, 0, block.length);

        assertThat(PemReader.read("f", atLimit)).hasSize(1);
        assertThatThrownBy(() -> PemReader.read("f", new byte[PemReader.MAX_TEXT + 1]))
                .hasMessage("f: 4194305 bytes, at most 4194304");
    }

    @Test
    void wipedBlockHoldsNothing() {
        PemBlock block = read(BLOCK).get(0);

        block.wipe();

        assertThat(block.chars()).containsOnly('\0');
    }

    @Test
    void blockShowsNoContent() {
        assertThat(read(BLOCK).get(0)).hasToString("file.pem:1 X");
    }
}
