package io.trunkline.transport.internal.stream;

import io.trunkline.codec.internal.mux.StreamEnd;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of a peer's streams may open, and hears how the streams of one connection fare; by itself it lets all of them
 * open and forgets them.
 *
 * <pre>{@code
 * stream_create ─▶ refusal? ─ none ─▶ opened ─▶ ended, once
 *                     └ a reason ─▶ refused
 * }</pre>
 *
 * <p>Loop-confined: called on the connection's loop.
 */
public class StreamWatch {
    /** Lets every stream open. */
    static final StreamWatch NONE = new StreamWatch();

    /** Asks whether the peer may open one more; gives the reason for its refusal, or null. */
    public @Nullable String refusal() {
        return null;
    }

    /** A stream of either side is open. */
    public void opened() {}

    /** A stream of the peer's was refused, as it is told. */
    public void refused(String reason) {}

    /** A stream that was opened is over. */
    public void ended(StreamEnd end) {}
}
