package io.trunkline.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameAnnotatorTest {
    private static byte[] frame(int flags, String body) {
        byte[] text = body.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + text.length)
                .putInt(text.length)
                .putInt(flags)
                .put(text)
                .array();
    }

    @Test
    void everyFieldOfABrokerMessageGetsARowOfItsOwn() {
        assertThat(FrameAnnotator.annotate(frame(0, "publish:a:1.0.0\n{}")))
                .containsExactly(
                        "0000  00 00 00 12                                      length: 18 bytes follow the 8 of this frame's header",
                        "0004  00 00 00 00                                      flags: none",
                        "0008  70 75 62 6c 69 73 68 3a 61 3a 31 2e 30 2e 30 0a  header line: publish:a:1.0.0",
                        "0018  7b 7d                                            payload: {}");
    }

    @Test
    void flagsAreNamed() {
        assertThat(FrameAnnotator.annotate(frame(0b1110, "x"))).anyMatch(row -> row.endsWith("BINARY MORE COMPRESSED"));
    }

    @Test
    void framesThatFollowEachOtherAreAllShown() {
        byte[] two = HexFormat.of().parseHex("0000000000000001" + "0000000100000000" + "41");

        assertThat(FrameAnnotator.annotate(two)).hasSize(5).anyMatch(row -> row.endsWith("flags: KEEPALIVE"));
    }

    @Test
    void bytesThatEndInsideAFrameAreSaidTo() {
        assertThat(FrameAnnotator.annotate(HexFormat.of().parseHex("ffffffff0000000041")))
                .singleElement()
                .asString()
                .startsWith("0000  ff ff ff ff 00 00 00 00 41 ")
                .endsWith("  an unfinished frame");
    }
}
