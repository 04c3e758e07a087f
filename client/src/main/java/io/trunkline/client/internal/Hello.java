package io.trunkline.client.internal;

import io.trunkline.Payload;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.json.JsonFields;
import io.trunkline.codec.internal.json.JsonText;
import io.trunkline.codec.internal.message.Agent;
import java.util.List;
import java.util.OptionalLong;

/**
 * Says what this client can take, and reads what the broker can.
 *
 * <p>Thread-safe: stateless. Implements SPEC.md section 5.10.
 */
final class Hello {
    /** A broker that takes less cannot take every header: such a limit is nonsense, and ignored. */
    private static final int LEAST_LIMIT = 367;

    private Hello() {}

    /** What an envelope client accepts: everything. */
    static int acceptedFlags(Framing framing) {
        return framing == Framing.ENVELOPE ? EnvelopeFlags.NEGOTIABLE : 0;
    }

    static Payload offer(Framing framing, FrameLimits limits) {
        boolean envelope = framing == Framing.ENVELOPE;
        return JsonText.object()
                .put("protocol", 1)
                .put("agent", Agent.NAME)
                .put("flags", envelope ? List.of("binary", "more", "compressed") : List.of())
                .put("compression", envelope ? List.of("deflate") : List.of())
                .put("maxFrame", limits.frame())
                .put("maxMessage", limits.message())
                .toPayload();
    }

    /** Reads the broker's answer; what is missing or too small stays as it was. Throws PayloadException for nonsense. */
    static PeerLimits answer(PeerLimits before, Answer answer) {
        JsonFields members = JsonFields.read(answer.array(), answer.offset(), answer.length());
        int maxFrame = limit(members.integer("maxFrame"), before.maxFrame());
        int maxMessage = limit(members.integer("maxMessage"), maxFrame);
        int flags = before.envelope() ? flags(members) : 0;
        return new PeerLimits(before.envelope(), flags, maxFrame, maxMessage);
    }

    private static int limit(OptionalLong value, int otherwise) {
        long limit = value.orElse(otherwise);
        return limit < LEAST_LIMIT ? otherwise : (int) Math.min(limit, FrameLimits.CEILING);
    }

    /** The flags that the broker takes; COMPRESSED only together with the one method there is. */
    private static int flags(JsonFields members) {
        List<String> names = members.texts("flags").orElse(List.of());
        boolean deflate = members.texts("compression").orElse(List.of()).contains("deflate");
        int flags = names.contains("binary") ? EnvelopeFlags.BINARY : 0;
        flags |= names.contains("more") ? EnvelopeFlags.MORE : 0;
        return deflate && names.contains("compressed") ? flags | EnvelopeFlags.COMPRESSED : flags;
    }
}
