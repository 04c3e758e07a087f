package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one connection's handler, and lets nothing that it throws get further than that connection.
 *
 * <p>Made for each call, or for each read, and gone with it: a connection keeps none. Confined to where the handler runs: a
 * serial view of the workers, or the loop.
 */
record HandlerGuard<F>(FrameChannel<F> channel) {
    private static final Logger log = LoggerFactory.getLogger(HandlerGuard.class);

    /** Whether the handler is to see no further frame: it failed, was never made, or has closed its connection. */
    boolean isDone() {
        return channel.handler() == null || channel.isAbandoned();
    }

    /** Makes the handler, unless the connection was given up before anyone could. */
    void open(ConnectionHandler.Factory<F> factory) {
        if (channel.isAbandoned()) {
            return;
        }
        guard("open", () -> {
            ConnectionHandler<F> made = factory.open(channel);
            channel.handledBy(made);
            made.onOpen();
        });
    }

    /** Not through {@link #guard}: this one is called for every frame, and needs no object for it. */
    void frame(F frame) {
        try {
            opened().onFrame(frame);
        } catch (Throwable e) {
            failed("onFrame", e);
        }
    }

    void invalid(PayloadException problem) {
        channel.hooks().watch().invalid(channel.connection());
        try {
            opened().onInvalid(problem);
        } catch (Throwable e) {
            failed("onInvalid", e);
        }
    }

    /** Whether somebody wants to know of calls; asked once per read. */
    boolean isWatched() {
        return channel.hooks().watch().wantsCalls();
    }

    /** Calls the handler for what one read has brought; whoever watches sees one call. */
    void deliver(FrameBatch<F> batch) {
        if (isWatched()) {
            watched(() -> batch.deliver(this));
        } else {
            batch.deliver(this); // Without an object more for each read.
        }
    }

    /** Calls the handler for one frame that is no part of a batch; whoever watches sees it. */
    void watched(F frame) {
        watched(() -> frame(frame));
    }

    private void watched(Runnable calls) {
        HandlerWatch watch = channel.hooks().watch();
        if (!watch.wantsCalls()) {
            calls.run();
            return;
        }
        watch.enter(channel.connection());
        try {
            calls.run();
        } finally {
            watch.exit();
        }
    }

    void writable(boolean writable) {
        if (!isDone()) {
            guard("onWritable", () -> opened().onWritable(writable));
        }
    }

    void end() {
        if (!isDone()) {
            guard("onEnd", () -> opened().onEnd());
        }
    }

    /** Tells the peer, if the format has a notice, then the handler; true if that is going to end the connection itself. */
    boolean drain(Duration grace) {
        if (isDone()) {
            return false;
        }
        boolean[] itself = new boolean[1];
        guard("onShutdown", () -> {
            channel.sendNotice(grace);
            itself[0] = opened().onShutdown(grace);
        });
        return itself[0];
    }

    /** What the peer is told of its bad frame; null if nothing can be said, or this side has closed already. */
    @Nullable
    Outgoing lastWords(FrameException bad) {
        try {
            return channel.isAbandoned() ? null : channel.lastWords(bad);
        } catch (RuntimeException e) {
            log.error("conn={} event=no-last-words", channel.id(), e);
            return null;
        }
    }

    void close(CloseReason reason) {
        channel.completeClosed(reason);
        if (channel.handler() != null) {
            guard("onClose", () -> opened().onClose(reason));
        }
    }

    private ConnectionHandler<F> opened() {
        ConnectionHandler<F> opened = channel.handler();
        if (opened == null) {
            throw new IllegalStateException("the handler was never made");
        }
        return opened;
    }

    private void guard(String callback, Callback body) {
        watched(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                failed(callback, e);
            }
        });
    }

    private void failed(String callback, Throwable failure) {
        if (failure instanceof ClosedException && !channel.isOpen()) {
            log.debug("conn={} event=sent-after-close callback={}", channel.id(), callback);
            return;
        }
        channel.hooks().watch().failed(channel.connection(), callback, failure);
        channel.abandon(CloseReason.of(CloseReason.Kind.INTERNAL, callback + " failed", failure));
    }

    private interface Callback {
        void run() throws Exception;
    }
}
