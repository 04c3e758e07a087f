package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameLogicTest {
    private static final OutboundLimits LIMITS = new OutboundLimits(10, 20, 100, Duration.ofSeconds(10), Overflow.FAIL);

    private final List<String> events = new ArrayList<>();
    private final ConnectionRig rig = new ConnectionRig(new FrameProtocol<>(new FrameSettings<>(
                    FrameFormat.lengthPrefixed().map(FrameLogicTest::checked, Function.identity()),
                    FrameLimits.of(1_000),
                    LIMITS,
                    Runnable::run,
                    true))
            .logic(this::recording));

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void sixteenBadBodiesCostThemselvesAndTheSeventeenthEndsTheConnection() {
        for (int i = 0; i < FrameLogic.MAX_INVALID; i++) {
            arrives("bad");
        }
        arrives("good");
        assertThat(events).hasSize(17).startsWith("invalid").endsWith("good");
        assertThat(rig.connection.isOpen()).isTrue();
        assertThat(rig.socket.isOutputShut()).isFalse();

        arrives("bad");
        assertThat(rig.connection.isOpen()).isFalse();
        assertThat(rig.socket.isOutputShut()).isTrue();
        arrives("after the end");
        rig.socket.ends();
        rig.readable();
        rig.turn();
        assertThat(rig.socket.isClosed()).isTrue();
        assertThat(events).hasSize(19).endsWith("good", "invalid", "close PROTOCOL");
    }

    @Test
    void badBodiesOfOneReadAreCountedAlike() {
        ByteBuffer seventeen = ByteBuffer.allocate(17 * 7);
        for (int i = 0; i <= FrameLogic.MAX_INVALID; i++) {
            seventeen.put(frame("bad"));
        }
        rig.socket.arrives(seventeen.array());
        rig.readable();

        assertThat(events).hasSize(17).containsOnly("invalid");
        assertThat(rig.connection.isOpen()).isFalse();
    }

    private static Payload checked(Payload payload) {
        if (payload.text().equals("bad")) {
            throw new PayloadException("ON_PURPOSE", "refused on purpose", 0);
        }
        return payload;
    }

    private ConnectionHandler<Payload> recording(FrameConnection<Payload> connection) {
        return new ConnectionHandler<>() {
            @Override
            public void onFrame(Payload frame) {
                events.add(frame.text());
            }

            @Override
            public void onInvalid(PayloadException problem) {
                events.add("invalid");
            }

            @Override
            public void onClose(CloseReason reason) {
                events.add("close " + reason.kind());
            }
        };
    }

    private void arrives(String text) {
        rig.socket.arrives(frame(text));
        rig.readable();
    }

    private static byte[] frame(String text) {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
    }
}
