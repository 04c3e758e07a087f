package io.trunkline.server.internal.broker;

import io.trunkline.ClosedException;
import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.TcpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Sends broker messages to one peer, in the shape that it takes, and never throws.
 *
 * <pre>{@code
 * fits one frame ────────────────▶ whole
 * larger, peer takes MORE ───────▶ fragments
 * larger, peer takes COMPRESSED ─▶ deflated, if that fits one frame
 * else ──────────────────────────▶ TOO_LARGE
 * }</pre>
 *
 * <p>Compression is the last resort, since it costs the loop 10 ms per MiB and fragments cost it nothing. A peer whose queue
 * is full is closed: what the broker sends by itself is never dropped in silence, events alone where the listener's overflow
 * policy says so. Thread-safe.
 */
final class Outbox {
    /** What became of a message. */
    enum Sent {
        QUEUED,
        GONE,
        TOO_LARGE
    }

    private final TcpConnection connection;
    private final Overflow overflow;
    private volatile PeerFeatures features;

    Outbox(TcpConnection connection, PeerFeatures features) {
        this.connection = connection;
        this.overflow = connection.settings().outbound().overflow();
        this.features = features;
    }

    PeerFeatures features() {
        return features;
    }

    void features(PeerFeatures announced) {
        features = announced;
    }

    /** Sends a handler's answer: whole and straight from its payload, where the peer takes that. */
    Sent answer(RequestHead request, Payload payload) {
        PeerFeatures peer = features;
        FrameKind kind = peer.hasEnvelope() ? FrameKind.PLAIN : FrameKind.PREFIXED;
        ResponseFrame frame = new ResponseFrame(request, payload, kind);
        return frame.length() <= Math.min(peer.maxFrame(), peer.maxMessage())
                ? write(frame)
                : send(Heads.response(request), ControlJson.body(payload));
    }

    Sent send(byte[] head, Body payload) {
        Outgoing frames = frames(head, payload);
        return frames == null ? Sent.TOO_LARGE : write(frames);
    }

    /** Shapes a message; null if the peer cannot take it. */
    @Nullable
    Outgoing frames(byte[] head, Body payload) {
        PeerFeatures peer = features;
        long length = (long) head.length + payload.length();
        if (length > peer.maxMessage()) {
            return null;
        }
        int flags = payload.isBinary() ? peer.flags() & EnvelopeFlags.BINARY : 0;
        if (length <= peer.maxFrame() || peer.takes(EnvelopeFlags.MORE)) {
            return new BrokerFrames(head, payload, flags, peer.maxFrame(), peer.hasEnvelope());
        }
        if (!peer.takes(EnvelopeFlags.COMPRESSED)) {
            return null;
        }
        Body deflated = Deflate.tryDeflate(payload, peer.maxFrame() - head.length);
        return deflated == null
                ? null
                : new BrokerFrames(head, deflated, flags | EnvelopeFlags.COMPRESSED, peer.maxFrame(), true);
    }

    /** Whether the oldest events make room for the newest. */
    boolean dropsOldest() {
        return overflow == Overflow.DROP_OLDEST;
    }

    /** Sends events, which the listener's overflow policy may drop; false if it did. */
    boolean deliver(Outgoing events) {
        try {
            if (overflow == Overflow.DROP_OLDEST) {
                connection.writeDroppable(events);
            } else {
                connection.write(events);
            }
            return true;
        } catch (QueueFullException e) {
            return full(e);
        } catch (ClosedException e) {
            return true; // Nobody is there to miss it.
        }
    }

    /** Does the same on the peer's loop, with one write at once where nothing waits; not where the oldest make room. */
    boolean offer(Outgoing events) {
        try {
            connection.offer(events);
            return true;
        } catch (QueueFullException e) {
            return full(e);
        } catch (ClosedException e) {
            return true; // Nobody is there to miss it.
        }
    }

    private boolean full(QueueFullException e) {
        if (overflow == Overflow.DROP_NEWEST) {
            connection.countDropped();
        } else {
            cut(e);
        }
        return false;
    }

    private void cut(QueueFullException e) {
        connection.close(
                CloseReason.of(CloseReason.Kind.OUTBOUND_CAP, "the peer reads more slowly than it is sent to", e));
    }

    private Sent write(Outgoing frames) {
        try {
            connection.write(frames);
            return Sent.QUEUED;
        } catch (QueueFullException e) {
            cut(e);
            return Sent.GONE;
        } catch (ClosedException e) {
            return Sent.GONE;
        }
    }
}
