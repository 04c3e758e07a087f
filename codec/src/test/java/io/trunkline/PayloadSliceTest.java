package io.trunkline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A part of a payload behaves as a payload of those bytes, though nothing was copied. */
final class PayloadSliceTest {
    private static final String INNER = "{\"a\":7}";
    private static final Payload PART = Payload.ofText("xx" + INNER + "yyy").slice(2, INNER.length());
    private static final byte[] BYTES = INNER.getBytes(StandardCharsets.UTF_8);

    @Test
    void itEqualsAPayloadOfTheSameBytesBothWays() {
        Payload copy = Payload.of(BYTES);

        assertThat(PART).isEqualTo(copy).hasSameHashCodeAs(copy).hasToString(copy.toString());
        assertThat(copy).isEqualTo(PART);
        assertThat(PART).isNotEqualTo(Payload.ofText("{\"a\":8}"));
    }

    @Test
    void everyWayOutGivesThePartAlone() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PART.writeTo(out);
        ByteBuffer buffer = ByteBuffer.allocate(BYTES.length);
        PART.writeTo(buffer);
        byte[] target = new byte[BYTES.length + 2];
        PART.copyTo(target, 1);

        assertThat(PART.size()).isEqualTo(BYTES.length);
        assertThat(PART.toBytes()).isEqualTo(BYTES);
        assertThat(PART.byteAt(0)).isEqualTo((byte) '{');
        assertThat(PART.text()).isEqualTo(INNER);
        assertThat(PART.input().readAllBytes()).isEqualTo(BYTES);
        assertThat((Object) PART.as(Map.class)).isEqualTo(Map.of("a", 7));
        assertThat(out.toByteArray()).isEqualTo(BYTES);
        assertThat(buffer.array()).isEqualTo(BYTES);
        assertThat(target).startsWith(0).endsWith('}', 0).contains(BYTES);
    }

    @Test
    void itsBufferBeginsAtZeroAndEndsWithThePart() {
        ByteBuffer shown = PART.asByteBuffer();

        assertThat(shown.position()).isZero();
        assertThat(shown.capacity()).isEqualTo(BYTES.length);
        assertThat(shown.get(0)).isEqualTo((byte) '{');
        assertThat(shown.isReadOnly()).isTrue();
    }

    @Test
    void partsOfPartsCountFromThePart() {
        assertThat(PART.slice(1, 3).text()).isEqualTo("\"a\"");
        assertThat(PART.slice(PART.size(), 0)).isSameAs(Payload.EMPTY);
    }

    @Test
    void whatLiesOutsideIsRefused() {
        assertThatThrownBy(() -> PART.slice(1, PART.size())).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PART.slice(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PART.byteAt(PART.size())).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PART.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
