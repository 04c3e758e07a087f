package io.trunkline.server.internal.broker;

import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.MessageReader;
import io.trunkline.codec.internal.frame.MessageSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerFramesTest {
    private static final byte[] HEAD = "publish:a.b:1.0.0\n".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 81, 82, 83, 181, 182, 183, 1_000})
    void fragmentsJoinToTheMessageAndFillTheirLimit(int payload) {
        byte[] bytes = new byte[payload + 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Body body = new Body(bytes, 3, payload, true);
        BrokerFrames frames = new BrokerFrames(HEAD, body, EnvelopeFlags.BINARY, 100, true);
        byte[] encoded = new byte[frames.size() + 7];
        frames.writeTo(encoded, 7);
        List<String> messages = new ArrayList<>();
        MessageReader reader = MessageReader.brokerEnvelope(new FrameLimits(100, 2_000), EnvelopeFlags.NEGOTIABLE);
        reader.feed(encoded, 7, encoded.length, recording(messages));
        reader.finish();
        int length = HEAD.length + payload;
        String expected = new String(HEAD, StandardCharsets.ISO_8859_1)
                + new String(bytes, 3, payload, StandardCharsets.ISO_8859_1);
        assertThat(messages).containsExactly(EnvelopeFlags.BINARY + " " + expected);
        assertThat(reader.frames()).isEqualTo((length + 99) / 100);
    }

    private static MessageSink recording(List<String> messages) {
        return new MessageSink() {
            @Override
            public boolean message(int flags, byte[] array, int offset, int length) {
                messages.add(flags + " " + new String(array, offset, length, StandardCharsets.ISO_8859_1));
                return true;
            }

            @Override
            public boolean invalid(PayloadException error) {
                throw error;
            }
        };
    }
}
