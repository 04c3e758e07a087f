package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BinaryChunkTest {
    private static Payload hex(String hex) {
        return Payload.wrap(HexFormat.of().parseHex(hex));
    }

    @Test
    void theHeaderIsAZeroAChannelAndAnIndex() {
        BinaryChunk chunk = new BinaryChunk(0x010203, 0xFFFF_FFFEL, hex("aabb"));

        assertThat(chunk.encode()).isEqualTo(hex("00010203fffffffeaabb"));
        assertThat(BinaryChunk.decode(chunk.encode())).isEqualTo(chunk);
        assertThat(BinaryChunk.isChunk(chunk.encode())).isTrue();
        assertThat(BinaryChunk.isChunk(Payload.ofText("{}"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "00010203ffffff", "0000000000000000", "0100000100000000"})
    void shortChunksAndIllegalChannelsAreBadBodies(String body) {
        assertThatThrownBy(() -> BinaryChunk.decode(hex(body))).isInstanceOf(PayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "ff", "5b"})
    void bodiesThatBeginOtherwiseAreBadBodies(String body) {
        assertThatThrownBy(() -> BinaryChunk.isChunk(hex(body))).isInstanceOf(PayloadException.class);
    }

    @Test
    void whatTheHeaderCannotCarryIsRefused() {
        assertThatThrownBy(() -> new BinaryChunk(0, 0, Payload.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BinaryChunk(1 << 24, 0, Payload.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BinaryChunk(1, 1L << 32, Payload.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
