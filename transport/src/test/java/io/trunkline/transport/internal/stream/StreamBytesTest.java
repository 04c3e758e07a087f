package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.transport.DuplexStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A stream as an {@code InputStream} and an {@code OutputStream}. */
class StreamBytesTest {
    private final StreamRig rig = StreamRig.connected();
    private final DuplexStream stream = rig.open();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anInputGivesTheBytesAndEndsWithThePeersClose() throws IOException {
        rig.data(1, "abc");
        rig.data(1, "de");
        rig.close(1);
        InputStream in = stream.input();

        assertThat(in.available()).isZero();
        assertThat(in.read()).isEqualTo('a');
        assertThat(in.available()).isEqualTo(2);
        assertThat(in.readAllBytes()).asString().isEqualTo("bcde");
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[0])).isZero();
    }

    @Test
    void anInputFailsAsJavaIoExpects() {
        rig.control(StreamRig.closed(1, "QUOTA"));

        assertThatThrownBy(() -> stream.input().read())
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(ReplyException.class);
    }

    @Test
    void aClosedInputThrowsTheRestAwayAndLeavesTheStreamOpen() {
        rig.sent();
        InputStream in = stream.input();
        rig.data(1, 40_000);
        assertThatThrownBy(() -> {
                    in.close();
                    in.read();
                })
                .isInstanceOf(IOException.class);

        assertThat(rig.sent()).containsExactly(StreamRig.granted(1, 40_000));
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void anOutputCollects8KiB() throws IOException {
        OutputStream out = stream.output();
        rig.sent();
        for (int i = 0; i < 8_192; i++) {
            out.write(i);
        }
        assertThat(rig.sent()).isEmpty();
        out.write(1);
        assertThat(rig.sent()).containsExactly("1:8192");
        out.flush();
        assertThat(rig.sent()).containsExactly("1:1");
        out.write(new byte[8_193]);
        assertThat(rig.sent()).containsExactly("1:8193");
    }

    @Test
    void anInboxKeeps256FramesApartAndJoinsTheRestWhereThatIsAllowed() {
        StreamInbox joining = new StreamInbox(true);
        StreamInbox apart = new StreamInbox(false);
        for (int i = 0; i < 10_000; i++) {
            joining.add(Payload.wrap(new byte[] {1}));
            apart.add(Payload.wrap(new byte[] {1}));
        }

        assertThat(count(apart)).isEqualTo(10_000);
        assertThat(count(joining)).isEqualTo(256 + (10_000 - 256 + StreamInbox.PIECE - 1) / StreamInbox.PIECE);
        assertThat(joining.takeConsumedBytes()).isEqualTo(10_000);
    }

    private static int count(StreamInbox inbox) {
        int pieces = 0;
        while (inbox.poll() != null) {
            pieces++;
        }
        assertThat(inbox.isEmpty()).isTrue();
        return pieces;
    }

    @Test
    void aReadOfNegativeTimeDoesNotWait() {
        rig.data(1, "a");

        assertThat(stream.read(Duration.ofSeconds(-1))).isEqualTo(Payload.ofText("a"));
    }
}
