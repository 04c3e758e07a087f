package io.trunkline.client.internal;

import io.trunkline.codec.internal.frame.EnvelopeFlags;

/**
 * What may be sent to the peer.
 *
 * <p>Immutable. Before the hello answer, and with peers that know no hello, no flag is set and the specification's default
 * limits hold.
 *
 * @param envelope whether frames carry flags
 * @param flags what the peer has announced, among {@link EnvelopeFlags#NEGOTIABLE}
 * @param maxFrame the largest body of a frame
 * @param maxMessage the largest message
 */
record PeerLimits(boolean envelope, int flags, int maxFrame, int maxMessage) {
    /** The largest body that can reach the peer, in one frame or in several. */
    int largestBody() {
        return (flags & EnvelopeFlags.MORE) == 0 ? Math.min(maxFrame, maxMessage) : maxMessage;
    }
}
