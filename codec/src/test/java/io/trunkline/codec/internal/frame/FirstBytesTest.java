package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import io.trunkline.codec.FrameFormat;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FirstBytesTest {
    private static String error(FrameFormat<?> format, byte[] bytes) {
        FrameReader<?> reader = FrameReaders.of(format, FrameLimits.DEFAULT);
        FrameException error = catchThrowableOfType(
                FrameException.class,
                () -> reader.feed(bytes, 0, bytes.length, SplitSweep.recording(new ArrayList<>())));
        return String.valueOf(error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "160301020001000001fc0303, TLS",
        "15030300020246, TLS",
        "474554202f20485454502f312e310d0a, HTTP",
        "505249202a20485454502f322e30, HTTP",
    })
    void aForeignPeerIsNamed(String hex, String protocol) {
        byte[] bytes = Hex.bytes(hex);

        assertThat(error(FrameFormat.envelope(), bytes)).contains(hex).contains("looks like " + protocol);
        assertThat(error(FrameFormat.lengthPrefixed(), bytes)).contains("looks like " + protocol);
        assertThat(error(FrameFormat.lineLength(), bytes)).contains("looks like " + protocol);
    }

    @Test
    void noMoreThan32BytesOfAFrameAreShown() {
        String message = error(FrameFormat.lengthPrefixed(), Hex.repeat(Hex.bytes("ab"), 100));

        assertThat(message)
                .contains("ab".repeat(32))
                .doesNotContain("ab".repeat(33))
                .doesNotContain("looks like");
    }

    @Test
    void flagsThatAreLettersAreALengthPrefixedBroker() {
        byte[] broker = Hex.join(Hex.bytes("00000040"), Hex.text("publish:system.initialize:1.0.0\n{}"));

        assertThat(error(FrameFormat.envelope(), broker)).contains("length-prefixed");
        assertThat(error(FrameFormat.envelope(), Hex.bytes("00000000 00000010")))
                .doesNotContain("length-prefixed");
    }
}
