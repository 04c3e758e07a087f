package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
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
 * <p>Confined to where the handler runs: a serial view of the workers, or the loop.
 */
final class HandlerGuard<F> {
    private static final Logger log = LoggerFactory.getLogger(HandlerGuard.class);

    private final FrameChannel<F> channel;
    private @Nullable ConnectionHandler<F> handler;

    HandlerGuard(FrameChannel<F> channel) {
        this.channel = channel;
    }

    TcpConnection connection() {
        return channel.connection();
    }

    /** Whether the handler is to see no further frame: it failed, was never made, or has closed its connection. */
    boolean isDone() {
        return handler == null || channel.isAbandoned();
    }

    /** Makes the handler, unless the connection was given up before anyone could. */
    void open(ConnectionHandler.Factory<F> factory) {
        if (channel.isAbandoned()) {
            return;
        }
        guard("open", () -> {
            handler = factory.open(channel);
            handler.onOpen();
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
        guard("onInvalid", () -> opened().onInvalid(problem));
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

    /** Tells a handler that cares; true if it is going to end the connection itself. */
    boolean drain(Duration grace) {
        if (isDone() || !(handler instanceof DrainAware aware)) {
            return false;
        }
        guard("onDrain", () -> aware.onDrain(grace));
        return true;
    }

    void close(CloseReason reason) {
        channel.completeClosed(reason);
        if (handler != null) {
            guard("onClose", () -> opened().onClose(reason));
        }
    }

    private ConnectionHandler<F> opened() {
        ConnectionHandler<F> opened = handler;
        if (opened == null) {
            throw new IllegalStateException("the handler was never made");
        }
        return opened;
    }

    private void guard(String callback, Callback body) {
        try {
            body.run();
        } catch (Throwable e) {
            failed(callback, e);
        }
    }

    private void failed(String callback, Throwable failure) {
        if (failure instanceof ClosedException && !channel.isOpen()) {
            log.debug("conn={} event=sent-after-close callback={}", channel.id(), callback);
            return;
        }
        log.error("conn={} event=callback-failed callback={}", channel.id(), callback, failure);
        channel.abandon(CloseReason.of(CloseReason.Kind.INTERNAL, callback + " failed", failure));
    }

    private interface Callback {
        void run() throws Exception;
    }
}
