package io.trunkline.server.internal.broker;

import io.trunkline.Payload;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseFrameTest {
    private static final TopicName TOPIC = TopicName.of("Orders.get");
    private static final SemVer VERSION = SemVer.parse("2.10.3");
    private static final UUID ID = UUID.fromString("123e4567-e89b-42d3-a456-426614174abc");

    @ParameterizedTest
    @EnumSource(value = FrameKind.class, names = "FLAGGED", mode = EnumSource.Mode.EXCLUDE)
    void isTheFrameThatTheGeneralFormWrites(FrameKind kind) {
        Payload payload = Payload.ofText("{\"a\":1}");
        ResponseFrame frame = new ResponseFrame(new RequestHead(TOPIC, VERSION, ID, null, 1), payload, kind);
        BrokerFrames general = new BrokerFrames(
                Heads.response(TOPIC, VERSION, ID), ControlJson.body(payload), 0, 1_000, kind == FrameKind.PLAIN);

        assertThat(frame.size()).isEqualTo(general.size());
        assertThat(frame.frames()).isEqualTo(1);
        byte[] expected = new byte[general.size() + 3];
        general.writeTo(expected, 3);
        byte[] whole = new byte[frame.size() + 3];
        frame.writeTo(whole, 3);
        assertThat(whole).isEqualTo(expected);

        byte[] inParts = new byte[frame.size() + 3];
        ByteBuffer tail = frame.tail();
        frame.writeHeadTo(inParts, 3);
        ByteBuffer.wrap(inParts).position(inParts.length - tail.remaining()).put(tail);
        assertThat(inParts).isEqualTo(expected);
    }
}
