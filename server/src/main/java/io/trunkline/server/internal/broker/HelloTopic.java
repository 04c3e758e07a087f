package io.trunkline.server.internal.broker;

import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.message.Agent;
import io.trunkline.server.internal.handler.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Learns which flags and sizes a client takes, and tells ours, once per connection.
 *
 * <p>Implements SPEC.md, hello.
 */
final class HelloTopic implements SystemTopic {
    /** A header line must fit into the first frame. */
    private static final int LEAST_LIMIT = 367;

    private static final List<String> FLAGS = List.of("binary", "more", "compressed");

    @Override
    public Reply answer(BrokerConnection from, Fields hello) {
        BrokerListener listener = from.listener();
        boolean envelope = listener.framing() == Framing.ENVELOPE;
        int flags = envelope ? flags(hello) : 0;
        int maxFrame = limit(hello, "maxFrame", listener);
        int maxMessage = limit(hello, "maxMessage", listener);
        hello.atLeast("protocol", 1, 1);
        hello.text("agent");
        if (!from.introduce(new PeerFeatures(listener.framing(), flags, maxFrame, maxMessage))) {
            throw Fields.invalid("hello was said before");
        }
        return ControlJson.success(ours(listener, envelope));
    }

    /** What the client takes, up to what our own limits let us hold. */
    private static int limit(Fields hello, String name, BrokerListener listener) {
        return Math.min(listener.maxFrame(), hello.atLeast(name, LEAST_LIMIT, FrameLimits.DEFAULT_FRAME));
    }

    /** The flags that the client takes; COMPRESSED only together with the one method there is. */
    private static int flags(Fields hello) {
        boolean deflate = hello.texts("compression").contains("deflate");
        int flags = 0;
        for (String name : hello.texts("flags")) {
            flags |= switch (name.toLowerCase(Locale.ROOT)) {
                case "binary" -> EnvelopeFlags.BINARY;
                case "more" -> EnvelopeFlags.MORE;
                case "compressed" -> deflate ? EnvelopeFlags.COMPRESSED : 0;
                default -> 0;
            };
        }
        return flags;
    }

    private static Map<String, Object> ours(BrokerListener listener, boolean envelope) {
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("status", "success");
        ours.put("protocol", 1);
        ours.put("agent", Agent.NAME);
        ours.put("flags", envelope ? FLAGS : List.of());
        ours.put("compression", envelope ? List.of("deflate") : List.of());
        ours.put("maxFrame", listener.maxFrame());
        ours.put("maxMessage", listener.maxFrame());
        return ours;
    }
}
