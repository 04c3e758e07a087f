package io.trunkline;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameEncoder;
import io.trunkline.codec.internal.frame.Hex;
import io.trunkline.codec.internal.frame.SplitSweep;
import io.trunkline.codec.internal.frame.SplitSweep.Invalid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MediaRecordTest {
    private static final FrameFormat<MediaRecord> FORMAT = MediaRecord.in(FrameFormat.lengthPrefixed());

    @Test
    @Tag("feature-23")
    void fieldsAreUnsignedAndInTheirPlaces() {
        MediaRecord video = MediaRecord.video(0xFFFF_FFFEL, 0xFFFD, Payload.ofText("v"));
        MediaRecord other = new MediaRecord(0xABCD, 0, 0, Payload.EMPTY);
        byte[] bytes = Hex.join(
                FrameEncoder.of(FORMAT, 100).toBytes(video),
                FrameEncoder.of(FORMAT, 100).toBytes(other));

        assertThat(bytes).isEqualTo(Hex.bytes("00000009 0002 fffffffe fffd 76" + "00000008 abcd 00000000 0000"));
        assertThat(SplitSweep.check(FORMAT, 100, bytes).events()).containsExactly(video, other);
    }

    @Test
    @Tag("feature-27")
    void anAcknowledgementIsFourBytesWithTheSequence() {
        MediaRecord ack = MediaRecord.audio(9, 0x8001, Payload.ofText("a")).ack();

        assertThat(ack.isAck()).isTrue();
        assertThat(ack.toPayload().toBytes()).isEqualTo(Hex.bytes("8001 0001"));
        assertThat(MediaRecord.of(ack.toPayload())).isEqualTo(ack);
        assertThat(FrameEncoder.of(FORMAT, 100).toBytes(ack)).isEqualTo(Hex.bytes("00000004 8001 0001"));
        assertThatThrownBy(ack::ack).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRecordUnderEightBytesCostsItselfAlone() {
        byte[] bytes = Hex.bytes(
                "00000007 0001 00000000 00" + "00000004 0001 0002" + "00000000" + "00000008 0001 00000005 0006");

        assertThat(SplitSweep.check(FORMAT, 100, bytes).events())
                .containsExactly(
                        new Invalid("RECORD_TOO_SHORT", 7),
                        new Invalid("RECORD_TOO_SHORT", 4),
                        new Invalid("RECORD_TOO_SHORT", 0),
                        MediaRecord.audio(5, 6, Payload.EMPTY));
    }

    @Test
    void inRawEachReadIsOneRecord() {
        byte[] bytes = Hex.bytes("0001 00000005 0006 61");

        assertThat(FrameEncoder.of(MediaRecord.in(FrameFormat.raw()), 100).toBytes(MediaRecord.of(Payload.of(bytes))))
                .isEqualTo(bytes);
    }

    @Test
    void numbersThatDoNotFitAreRefusedByName() {
        assertThatThrownBy(() -> new MediaRecord(65_536, 0, 0, Payload.EMPTY)).hasMessageContaining("type 65536");
        assertThatThrownBy(() -> new MediaRecord(-2, 0, 0, Payload.EMPTY)).hasMessageContaining("type -2");
        assertThatThrownBy(() -> MediaRecord.audio(1L << 32, 0, Payload.EMPTY)).hasMessageContaining("timestamp");
        assertThatThrownBy(() -> MediaRecord.audio(0, 65_536, Payload.EMPTY)).hasMessageContaining("sequence 65536");
        assertThatThrownBy(() -> new MediaRecord(MediaRecord.ACK, 0, 1, Payload.ofText("x")))
                .hasMessageContaining("payload 1");
        assertThatThrownBy(() -> new MediaRecord(MediaRecord.ACK, 7, 1, Payload.EMPTY))
                .hasMessageContaining("timestamp 7");
    }
}
