package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.codec.internal.mux.MuxEvents;
import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.codec.internal.mux.StreamEnd;
import io.trunkline.transport.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what a multiplexer decides. Loop-confined. */
final class SessionEvents implements MuxEvents {
    private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);

    private final StreamSession session;

    SessionEvents(StreamSession session) {
        this.session = session;
    }

    @Override
    public void send(long streamId, Payload body) {
        session.send(streamId, body);
    }

    @Override
    public void opened(MuxStream stream) {
        session.opened(stream);
    }

    @Override
    public void refused(String reason) {
        session.streamWatch().refused(reason);
    }

    @Override
    public void data(MuxStream stream, Payload bytes) {
        session.data(stream, bytes);
    }

    @Override
    public void closed(MuxStream stream, StreamEnd end) {
        CloseReason lost =
                end.cause() == StreamEnd.Cause.CONNECTION_LOST ? session.closeReason() : StreamOutcome.NOT_ENDED;
        String shown = "stream " + stream.id() + " of " + session.connectionId();
        session.closed(
                stream, new StreamOutcome(shown, end, lost, session.limits().writeStall()));
    }

    @Override
    public void writable(MuxStream stream) {
        session.writable(stream);
    }

    @Override
    public void readingPaused(boolean paused) {
        session.pauseReading(paused);
    }

    @Override
    public void shutdownAnnounced(String message, long graceMillis) {
        // The text is the peer's: it may be hostile in a log.
        log.debug("conn={} event=shutdown-announced grace={}", session.connectionId(), graceMillis);
    }
}
