package io.trunkline.server;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Row 30 of the fault catalogue. */
class TypedFloodIT {
    private static final byte[] PING = {0, 1, 0, 0, 0, 0, 0, 0};
    private static final int PONG_BYTES = 12;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();

    @Test
    void floodOfHeartbeatsIsAnsweredAHundredTimesAndThenEnded() throws Exception {
        TrunklineServer server = fixture.start(builder -> builder.listen(0, FrameFormat.typed(), EchoApps.frames())
                .observer(new ServerObserver() {
                    @Override
                    public void onClosed(Connection connection, CloseReason reason) {
                        reasons.add(reason);
                    }
                }));
        try (LogLines log = new LogLines()) {
            BytePeer peer = fixture.raw(Framing.ENVELOPE);
            byte[] flood = new byte[10_000 * PING.length];
            for (int i = 0; i < flood.length; i += PING.length) {
                System.arraycopy(PING, 0, flood, i, PING.length);
            }
            peer.sendBytes(flood);
            byte[] answers = peer.readToEnd();
            peer.close();
            // A busy machine may take a second or more over them, each with its hundred; never an answer per heartbeat.
            assertThat(answers.length % PONG_BYTES).isZero();
            assertThat(answers.length / PONG_BYTES).isBetween(100, 9_999);
            CloseReason reason = Objects.requireNonNull(reasons.poll(20, TimeUnit.SECONDS), "closed within 20 s");
            assertThat(reason.kind()).isEqualTo(CloseReason.Kind.PROTOCOL);
            assertThat(reason.text()).contains("more than 100 heartbeats");
            assertThat(log.all()).isEmpty();
        }
        assertThat(server.stats().protocolErrors()).isEqualTo(1);
    }
}
