package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one connection to its end: at once, or after what is queued and a last word to the peer.
 *
 * <pre>{@code
 * close, by any thread:   state CLOSED, under the lock ─▶ task ─▶ tearDown: socket, queue, callbacks, onClose, closed()
 * drain, by any thread:   state DRAINING ─▶ flushed ─▶ state LINGERING: our output ends ─▶ the peer's ends too ─▶ close
 * }</pre>
 *
 * <p>The first reason wins. {@link #close}, {@link #drain} and {@link #closed} are thread-safe; the rest is the loop's.
 */
final class ConnectionEnd {
    private static final Logger log = LoggerFactory.getLogger(ConnectionEnd.class);

    private final TcpConnection connection;
    private final Lifecycle lifecycle;
    private @Nullable Linger linger;
    private @Nullable LastAnswers lastAnswers;
    private boolean inputEnded;
    private boolean tornDown;

    /** Guarded by the connection's lock, as are the next two. */
    private @Nullable CloseReason reason;

    /** Made by the first who asks: few connections are asked. */
    private @Nullable CompletableFuture<CloseReason> closed;

    private boolean ended;

    ConnectionEnd(TcpConnection connection, Lifecycle lifecycle) {
        this.connection = connection;
        this.lifecycle = lifecycle;
    }

    void close(CloseReason why) {
        // As a task, also on the loop: onClose is never called from within another callback.
        if (connection.loop().inLoop()) {
            // The task first: should there be no memory for it, the connection is not left closed and never torn down.
            connection.loop().tryExecute(this::tearDownIfClosed);
            tryMoveTo(ConnectionState.CLOSED, why);
        } else {
            tryMoveTo(ConnectionState.CLOSED, why);
            // Whoever was first: there may have been no memory for the task then.
            connection.loop().tryExecute(this::tearDownIfClosed);
        }
    }

    private boolean tryMoveTo(ConnectionState next, CloseReason why) {
        lifecycle.lock();
        try {
            boolean moved = lifecycle.tryMoveTo(next);
            if (moved && reason == null) {
                reason = why;
            }
            return moved;
        } finally {
            lifecycle.unlock();
        }
    }

    /** Queues a last frame if there is one, and has the connection end behind what is queued. */
    void drain(@Nullable Outgoing last, CloseReason why) {
        boolean begun;
        lifecycle.lock();
        try {
            if (last != null) {
                connection.outbound().writeLast(last);
            }
            begun = tryMoveTo(ConnectionState.DRAINING, why);
        } finally {
            lifecycle.unlock();
        }
        if (begun) {
            connection.outbound().turn().requestFlush();
        } else if (lifecycle.is(ConnectionState.HANDSHAKING)) {
            close(why); // Nothing is queued, and nobody is there yet who would understand a last word.
        }
    }

    /** The peer has ended its output; tells whether that is news for the logic. */
    boolean inputEnded() {
        inputEnded = true;
        if (lifecycle.is(ConnectionState.LINGERING)) {
            closeIfBothEnded();
            return false;
        }
        boundAnswers();
        lifecycle.lock();
        try {
            return lifecycle.tryMoveTo(ConnectionState.HALF_CLOSED);
        } finally {
            lifecycle.unlock();
        }
    }

    /** A plain peer's end is its machine's word; one of TLS may be a whim, with the socket left open. */
    private void boundAnswers() {
        if (connection.io().tls() != null && !connection.settings().socket().allowHalfOpen()) {
            lastAnswers = new LastAnswers(connection);
            lastAnswers.begin();
        }
    }

    /** Called after each flush that left nothing, once the end has begun. */
    void flushed() {
        if (lifecycle.is(ConnectionState.DRAINING)) {
            linger = new Linger(connection);
            linger.begin(connection.io(), lifecycle);
        }
        closeIfBothEnded();
    }

    private void closeIfBothEnded() {
        // What a layer still holds is our end of output, which the peer should get: the linger time bounds it.
        if (inputEnded
                && lifecycle.is(ConnectionState.LINGERING)
                && connection.io().buffered() == 0) {
            connection.close();
        }
    }

    /** Bytes were read that nobody wants any more. */
    void discarded(int count) {
        if (linger != null) {
            linger.discarded(count);
        }
    }

    private void tearDownIfClosed() {
        if (lifecycle.is(ConnectionState.CLOSED)) {
            tearDown();
        }
    }

    /** Each step whatever becomes of the one before: where memory runs out, the logic must still learn of the end. */
    void tearDown() {
        if (tornDown) {
            return;
        }
        tornDown = true;
        CloseReason why = whyClosed();
        try {
            closeSocket();
        } finally {
            discardAndTell(why);
        }
    }

    private void discardAndTell(CloseReason why) {
        if (linger != null) {
            connection.loop().cancel(linger);
        }
        if (lastAnswers != null) {
            connection.loop().cancel(lastAnswers);
        }
        try {
            connection.outbound().discard(why);
            logEnd(why);
        } finally {
            tell(why);
        }
    }

    private void logEnd(CloseReason why) {
        if (log.isDebugEnabled()) {
            log.debug(
                    "conn={} event=closed reason={} {}",
                    connection.id(),
                    LogText.of(why.toString()),
                    connection.stats());
        }
    }

    private void tell(CloseReason why) {
        try {
            connection.events().closed(why);
        } finally {
            tellEnd(why);
        }
    }

    /** The reason; asked only once there is one. */
    private CloseReason whyClosed() {
        lifecycle.lock();
        try {
            return Objects.requireNonNull(reason, "the connection has no close reason");
        } finally {
            lifecycle.unlock();
        }
    }

    /** Whoever asked is told, on this thread. */
    private void tellEnd(CloseReason why) {
        CompletableFuture<CloseReason> future;
        lifecycle.lock();
        try {
            ended = true;
            future = closed;
        } finally {
            lifecycle.unlock();
        }
        if (future != null) {
            future.complete(why);
        }
    }

    /** Completes with the reason once everything is torn down. */
    CompletableFuture<CloseReason> closed() {
        lifecycle.lock();
        try {
            CompletableFuture<CloseReason> future = closed == null ? new CompletableFuture<>() : closed;
            closed = future;
            if (ended) {
                future.complete(reason); // Nobody has seen it yet, or it is complete: no stage runs here.
            }
            return future;
        } finally {
            lifecycle.unlock();
        }
    }

    /** Whether the socket is closed and the queue given back. Thread-safe. */
    boolean hasEnded() {
        lifecycle.lock();
        try {
            return ended;
        } finally {
            lifecycle.unlock();
        }
    }

    private void closeSocket() {
        try {
            connection.io().close();
        } catch (Throwable e) {
            // A layer's fault: whatever else the connection holds is given back all the same, and its end is told.
            log.error("conn={} event=close-failed", connection.id(), e);
        }
    }
}
