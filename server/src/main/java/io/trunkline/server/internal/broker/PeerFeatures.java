package io.trunkline.server.internal.broker;

import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.FrameLimits;

/**
 * What may be sent to a peer: the framing, the flags that it announced, and its limits.
 *
 * <p>Immutable; replaced by the hello. Implements SPEC.md, hello.
 *
 * @param framing fixed by the listener
 * @param flags that the peer has announced, among {@link EnvelopeFlags#NEGOTIABLE}
 * @param maxFrame the largest body of a frame
 * @param maxMessage the largest message, before compression and cutting
 */
record PeerFeatures(Framing framing, int flags, int maxFrame, int maxMessage) {
    /** A peer that has said nothing takes the default in one frame, or what we take if that is less. */
    static PeerFeatures unknown(Framing framing, int ourMaxFrame) {
        int assumed = Math.min(ourMaxFrame, FrameLimits.DEFAULT_FRAME);
        return new PeerFeatures(framing, 0, assumed, assumed);
    }

    boolean hasEnvelope() {
        return framing == Framing.ENVELOPE;
    }

    boolean takes(int flag) {
        return (flags & flag) != 0;
    }
}
