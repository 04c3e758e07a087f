package io.trunkline.server;

import io.trunkline.MediaRecord;
import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.server.apps.MediaApps;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Media records and their acknowledgements, byte for byte. */
@Tag("feature-23")
@Tag("feature-27")
class MediaIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final BlockingQueue<MediaRecord> received = new LinkedBlockingQueue<>();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private BytePeer peer(FrameFormat<Payload> format) {
        fixture.start(server -> server.listen(0, MediaRecord.in(format), MediaApps.acknowledging(received::add)));
        return fixture.raw(Framing.ENVELOPE);
    }

    private MediaRecord next() throws InterruptedException {
        return received.poll(20, TimeUnit.SECONDS);
    }

    @Test
    @Tag("feature-24")
    @Tag("feature-25")
    @Tag("feature-26")
    void audioVideoAndUnknownTypesAreHandedOverAndAcknowledgedOnce() throws InterruptedException {
        BytePeer peer = peer(FrameFormat.lengthPrefixed());
        peer.sendBytes(hex(
                "0000000A 0001 00000102 0007 4142" // audio
                        + "00000009 0002 FFFFFFFF FFFF 43" // video, the highest timestamp and sequence
                        + "00000008 BEEF 00000000 0000")); // an application's own, empty

        assertThat(peer.readBytes(24)).isEqualTo(hex("00000004 0007 0001  00000004 FFFF 0001  00000004 0000 0001"));
        assertThat(List.of(next(), next(), next()))
                .containsExactly(
                        MediaRecord.audio(0x102, 7, Payload.ofText("AB")),
                        MediaRecord.video(0xFFFF_FFFFL, 0xFFFF, Payload.ofText("C")),
                        new MediaRecord(0xBEEF, 0, 0, Payload.EMPTY));
    }

    @Test
    void shortRecordsAndAcknowledgementsAreNotAcknowledged() throws InterruptedException {
        BytePeer peer = peer(FrameFormat.lengthPrefixed());
        peer.sendBytes(hex("00000007 0001 00000000 00" + "00000004 0007 0001" + "00000008 0001 00000000 0009"));

        assertThat(peer.readBytes(8)).isEqualTo(hex("00000004 0009 0001"));
        assertThat(next().sequence()).isEqualTo(9);
        assertThat(received).isEmpty();
    }

    @Test
    void inRawEachReadIsARecordAndTheAcknowledgementStandsBare() throws InterruptedException {
        BytePeer peer = peer(FrameFormat.raw());
        peer.sendBytes(hex("0001 00000000 0003 41"));

        assertThat(peer.readBytes(4)).isEqualTo(hex("0003 0001"));
        assertThat(next().payload()).isEqualTo(Payload.ofText("A"));
    }

    @Test
    void theSeventeenthShortRecordEndsTheConnection() {
        BytePeer peer = peer(FrameFormat.lengthPrefixed());
        for (int i = 0; i < 16; i++) {
            peer.sendBytes(hex("00000001 00"));
        }
        peer.sendBytes(hex("00000008 0001 00000000 0001"));
        assertThat(peer.readBytes(8)).isEqualTo(hex("00000004 0001 0001"));
        peer.sendBytes(hex("00000001 00"));

        assertThat(peer.readToEnd()).isEmpty();
    }
}
