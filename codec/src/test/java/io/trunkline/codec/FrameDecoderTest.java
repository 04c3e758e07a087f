package io.trunkline.codec;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameDecoderTest {
    private static final FrameFormat<Integer> NUMBERS =
            FrameFormat.jsonLines().map(FrameDecoderTest::number, number -> Payload.ofText("" + number));

    private final List<Object> frames = new ArrayList<>();

    private static int number(Payload payload) {
        if (payload.isEmpty()) {
            throw new PayloadException("EMPTY", "no number", 0);
        }
        return Integer.parseInt(payload.text());
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(Hex.text(text));
    }

    @Test
    void keepsWhatIsUnfinishedAndUsesTheWholeBuffer() {
        FrameDecoder<Payload> decoder = new FrameDecoder<>(FrameFormat.lengthPrefixed(), 10);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(7).put(Hex.bytes("00000001 61 0000")).flip();

        decoder.feed(direct, frames::add);
        assertThat(direct.hasRemaining()).isFalse();
        assertThat(decoder.buffered()).isEqualTo(2);
        decoder.feed(ByteBuffer.wrap(Hex.bytes("0001 62")), frames::add);
        decoder.finish();

        assertThat(frames).containsExactly(Payload.ofText("a"), Payload.ofText("b"));
        assertThat(decoder.buffered()).isZero();
    }

    @Test
    void badPayloadsAreThrownAfterTheFramesBehindThemWereDelivered() {
        FrameDecoder<Integer> decoder = new FrameDecoder<>(NUMBERS, 10);

        assertThatThrownBy(() -> decoder.feed(text("1\n\n2\nx\n3\n"), frames::add))
                .isInstanceOfSatisfying(PayloadException.class, e -> {
                    assertThat(e.reason()).isEqualTo("EMPTY");
                    assertThat(e.getSuppressed()).hasSize(1);
                    assertThat(e.getSuppressed()[0]).hasMessageContaining("FORMAT_FAILURE");
                });
        decoder.feed(text("4\n"), frames::add);

        assertThat(frames).containsExactly(1, 2, 3, 4);
    }

    @Test
    void badPayloadsCanBeTakenInTheirOrder() {
        FrameDecoder<Integer> decoder = new FrameDecoder<>(NUMBERS, 10);

        decoder.feed(text("1\n\n2\n"), frames::add, error -> frames.add(error.reason()));

        assertThat(frames).containsExactly(1, "EMPTY", 2);
    }

    @Test
    void aBadFrameIsTheEnd() {
        FrameDecoder<Payload> decoder = new FrameDecoder<>(FrameFormat.lengthPrefixed(), 10);

        assertThatThrownBy(() -> decoder.feed(ByteBuffer.wrap(Hex.bytes("00000001 61 0000000b")), frames::add))
                .isInstanceOfSatisfying(FrameException.class, e -> {
                    assertThat(e.offset()).isEqualTo(5);
                    assertThat(e.limit()).isEqualTo(10);
                    assertThat(e.actual()).isEqualTo(11);
                });
        assertThat(frames).hasSize(1);
        assertThatThrownBy(() -> decoder.feed(ByteBuffer.allocate(1), frames::add))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEndInsideAFrameIsReported() {
        FrameDecoder<Integer> decoder = new FrameDecoder<>(NUMBERS, 10);
        decoder.feed(text("1\n2"), frames::add);

        assertThatThrownBy(decoder::finish)
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.reason()).isEqualTo("TRUNCATED"));
    }

    @Test
    void mapsCanBeStacked() {
        FrameFormat<String> words = NUMBERS.map(number -> "#" + number, word -> Integer.valueOf(word.substring(1)));
        ByteBuffer out = ByteBuffer.allocate(words.size("#42"));

        words.write("#42", out);

        assertThat(words.name()).isEqualTo("json-lines");
        assertThat(words.measure(out.flip(), 0)).isEqualTo(3);
        assertThat(words.read(out)).isEqualTo("#42");
        new FrameDecoder<>(words, 10).feed(text("7\n"), frames::add);
        assertThat(frames).containsExactly("#7");
    }

    @Test
    void oneEnvelopeFrameReadByHandMustBeAMessageByItself() {
        assertThatThrownBy(() -> FrameFormat.envelope().read(ByteBuffer.wrap(Hex.bytes("00000001 00000004 61"))))
                .isInstanceOf(PayloadException.class);
        assertThat(FrameFormat.envelope().read(ByteBuffer.wrap(Hex.bytes("00000001 00000002 61"))))
                .isEqualTo(Payload.ofText("a"));
    }

    @Test
    void framesRefuseWhatTheirFieldsCannotHold() {
        assertThatThrownBy(() -> new TypedFrame(65_536, 0, Payload.EMPTY)).hasMessageContaining("type 65536");
        assertThatThrownBy(() -> new TypedFrame(0, -1, Payload.EMPTY)).hasMessageContaining("flags -1");
        assertThatThrownBy(() -> new StreamFrame(1L << 32, Payload.EMPTY)).hasMessageContaining("4294967296");
        assertThatThrownBy(() -> new StreamFrame(-1, Payload.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnvelopeFrame(0x10, Payload.EMPTY)).hasMessageContaining("0x10");
        assertThatThrownBy(() -> new EnvelopeFrame(1, Payload.ofText("x"))).hasMessageContaining("KEEPALIVE");
        assertThatThrownBy(() -> new EnvelopeFrame(3, Payload.EMPTY)).hasMessageContaining("KEEPALIVE");
    }

    @Test
    void flagsOfAnEnvelopeFrameCanBeAsked() {
        assertThat(EnvelopeFrame.KEEPALIVE.isKeepAlive()).isTrue();
        EnvelopeFrame all = new EnvelopeFrame(14, Payload.EMPTY);
        assertThat(all.isBinary() && all.hasMore() && all.isCompressed()).isTrue();
        EnvelopeFrame none = new EnvelopeFrame(0, Payload.EMPTY);
        assertThat(none.isKeepAlive() || none.isBinary() || none.hasMore() || none.isCompressed())
                .isFalse();
        assertThat(new StreamFrame(0, Payload.EMPTY).isControl()).isTrue();
        assertThat(new StreamFrame(1, Payload.EMPTY).isControl()).isFalse();
    }
}
