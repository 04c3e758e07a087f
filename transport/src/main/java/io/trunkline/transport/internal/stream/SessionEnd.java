package io.trunkline.transport.internal.stream;

import io.trunkline.codec.internal.mux.Multiplexer;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.TcpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection of streams in order: when its side drains, or its peer has ended, and nothing runs any more.
 *
 * <pre>{@code
 *  OPEN ──drain──▶ DRAINING ──no stream is open, no handler runs──▶ closed behind what is written
 *    └──the peer's end, handlers run──▶ LastWords ──the same, or 5 s──▶ as for any connection whose peer has ended
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class SessionEnd {
    private final TcpConnection connection;
    private final Multiplexer mux;
    private final LastWords lastWords;
    private int running;
    private @Nullable CloseReason draining;

    SessionEnd(TcpConnection connection, Multiplexer mux) {
        this.connection = connection;
        this.mux = mux;
        this.lastWords = new LastWords(connection.loop());
    }

    boolean isDraining() {
        return draining != null;
    }

    boolean isAnyRunning() {
        return running > 0;
    }

    void handlerBegins() {
        running++;
    }

    void handlerReturned() {
        running--;
        look();
    }

    void drain(CloseReason reason) {
        draining = reason;
        look();
    }

    void awaitLastWords(Runnable end) {
        lastWords.await(end);
    }

    /** Called whenever a stream has ended. */
    void look() {
        CloseReason drained = draining;
        boolean waits = drained != null || lastWords.isWaiting();
        if (waits && running == 0 && mux.openStreams() == 0) {
            lastWords.finish();
            if (drained != null) {
                connection.closeAfterWrites(drained);
            }
        }
    }

    void closed() {
        lastWords.forget();
    }
}
