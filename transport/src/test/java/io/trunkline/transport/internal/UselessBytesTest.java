package io.trunkline.transport.internal;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P3, inputs 8, 21 and 23: empty frames, and frames in tiny pieces, through a whole connection. */
class UselessBytesTest {
    private static final int READ = 64 * 1024;

    private long frames;
    private @Nullable Payload last;
    private @Nullable CloseReason closed;

    private <F> ConnectionRig rig(FrameFormat<F> format) {
        return new ConnectionRig(
                new FrameProtocol<>(new FrameSettings<>(
                                format, FrameLimits.DEFAULT, OutboundLimits.DEFAULT, Runnable::run, true))
                        .logic(this::counting),
                ConnectionSettings.DEFAULT);
    }

    private <F> ConnectionHandler<F> counting(FrameConnection<F> connection) {
        return new ConnectionHandler<>() {
            @Override
            public void onFrame(F frame) {
                frames++;
                last = frame instanceof Payload payload ? payload : null;
            }

            @Override
            public void onClose(CloseReason reason) {
                closed = reason;
            }
        };
    }

    @Test
    void aHundredThousandEmptyFramesAreFramesAndCostNothingThatStays() {
        try (ConnectionRig rig = rig(FrameFormat.lengthPrefixed())) {
            int left = 100_000 * 4;
            while (left > 0) {
                rig.socket.arrives(new byte[Math.min(READ, left)]);
                rig.readable();
                left -= Math.min(READ, left);
            }
            assertThat(frames).isEqualTo(100_000);
            assertThat(rig.connection.isOpen()).isTrue();
            assertThat(rig.loop.memory().used()).isZero();
            assertThat(rig.loop.deadlineCount()).isZero();
        }
    }

    @Test
    void theHundredAndFirstEmptyFragmentEndsTheConnection() {
        floodEnds(
                rig(FrameFormat.envelope()),
                new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) EnvelopeFlags.MORE},
                "EMPTY_FLOOD");
    }

    @Test
    void theHundredAndFirstEmptyDataFrameEndsTheConnection() {
        floodEnds(rig(FrameFormat.multiplexed()), new byte[] {0, 0, 0, 1, 0, 0, 0, 0}, "EMPTY_FLOOD");
        assertThat(frames).isEqualTo(100);
    }

    private void floodEnds(ConnectionRig rig, byte[] empty, String reason) {
        try (rig) {
            ByteBuffer flood = ByteBuffer.allocate(READ);
            while (flood.hasRemaining()) {
                flood.put(empty);
            }
            rig.socket.arrives(flood.array());
            rig.readable();
            assertThat(rig.connection.isOpen()).isFalse();
            rig.socket.ends();
            rig.readable();
            rig.turn();
            assertThat(closed)
                    .asString()
                    .startsWith(CloseReason.Kind.PROTOCOL.toString())
                    .contains(reason);
        }
    }

    @Test
    void aMebibyteInPiecesOf64BytesIsServedAndHoldsAtMostFourTimesWhatHasCome() {
        byte[] body = new byte[FrameLimits.DEFAULT_FRAME];
        new Random(23).nextBytes(body);
        byte[] frame = ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
        try (ConnectionRig rig = rig(FrameFormat.lengthPrefixed())) {
            for (int at = 0; at < frame.length; at += 64) {
                rig.socket.arrives(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + 64)));
                rig.readable();
                assertThat(rig.loop.memory().used()).isLessThanOrEqualTo(READ + 4L * (at + 64));
            }
            assertThat(last).isEqualTo(Payload.wrap(body));
            assertThat(rig.loop.memory().used())
                    .as("the frame is its handler's")
                    .isZero();
        }
    }

    @Test
    void anUnfinishedFrameIsChargedByWhatHasArrivedAndGivenBackAtTheEnd() {
        try (ConnectionRig rig = rig(FrameFormat.lengthPrefixed())) {
            rig.socket.arrives(new byte[] {0, 0x10, 0, 0, 1});
            rig.readable();
            assertThat(rig.loop.memory().used()).as("a promise").isBetween(1L, 64L * 1024);
            for (int i = 0; i < 4; i++) {
                rig.socket.arrives(new byte[READ]);
                rig.readable();
            }
            assertThat(rig.loop.memory().used()).isBetween(4L * READ, READ + 4L * 4 * READ);
            rig.connection.close();
            rig.turn();
            assertThat(rig.loop.memory().used()).isZero();
            assertThat(rig.loop.deadlineCount()).isZero();
        }
    }
}
