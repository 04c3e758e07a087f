package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.EnvelopeFormat;
import io.trunkline.codec.internal.frame.EnvelopeFramesFormat;
import io.trunkline.codec.internal.frame.MappedFormat;
import io.trunkline.codec.internal.frame.TypedFormat;
import io.trunkline.transport.internal.TcpConnection;
import org.jspecify.annotations.Nullable;

/**
 * What a frame client sends so that a quiet connection is not taken for a dead one, by its format.
 *
 * <pre>{@code
 * envelope   00 00 00 00  00 00 00 01      length 0, flags KEEPALIVE
 * typed      00 01  00 00 00 00  00 00     heartbeat, length 0, flags 0: where the user has asked for it
 * }</pre>
 *
 * <p>Immutable. Implements SPEC.md sections 3.3 and 3.5.
 */
final class KeepAliveFrame {
    private static final byte[] ENVELOPE = {0, 0, 0, 0, 0, 0, 0, 1};
    private static final byte[] TYPED = {0, 1, 0, 0, 0, 0, 0, 0};

    private final byte @Nullable [] bytes;

    private KeepAliveFrame(byte @Nullable [] bytes) {
        this.bytes = bytes;
    }

    static KeepAliveFrame of(FrameFormat<?> format, ClientOptions options) {
        FrameFormat<?> outer = format;
        while (outer instanceof MappedFormat<?, ?> mapped) {
            outer = mapped.inner();
        }
        if (outer instanceof EnvelopeFormat || outer instanceof EnvelopeFramesFormat) {
            return new KeepAliveFrame(ENVELOPE);
        }
        return new KeepAliveFrame(outer instanceof TypedFormat && options.typedHeartbeats() ? TYPED : null);
    }

    /** Whether the peer answers it, and nobody else is to see the answer. */
    boolean isAnswered() {
        return bytes == TYPED;
    }

    /** Begins to watch a connection; null where the format has nothing to send. */
    @Nullable
    KeepAlive keep(TcpConnection connection) {
        return bytes == null ? null : KeepAlive.begin(connection, bytes);
    }
}
