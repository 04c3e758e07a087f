package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Drives one {@link SSLEngine} without a socket: ciphertext in and out, plaintext in and out, and never in circles.
 *
 * <pre>{@code
 * HANDSHAKING ──DONE──▶ OPEN ──close_notify of the peer──▶ input ended ──┐
 *      │                  └──────── end() ─────────▶ output ended ───────┴──▶ CLOSED
 *      └── in each state a delegated task may be asked for: nothing else goes on until it has run
 * }</pre>
 *
 * <p>Every call goes as far as it can and says what it waits for ({@link Need}). The engine is shown one whole record at a
 * time. Whatever it answers, in whatever order: steps in a row that move no byte are counted, and the fifth fails the
 * connection, so that no answer can make a loop spin. Confined to its loop, but for the tasks.
 */
final class EngineLoop {
    /** What has to happen before the engine can go on. */
    enum Need {
        /** More ciphertext: there is no whole record. */
        READ,
        /** Room for ciphertext. */
        WRITE,
        /** A run of {@link #runTasks}, on a thread that may block. */
        TASK,
        /** Nothing: the handshake has just ended, or all plaintext was taken. */
        DONE,
        /** Nothing ever: the peer has ended its output, or we have ended ours. */
        CLOSED
    }

    /** An engine may change its mind without a byte, from unwrap to wrap and to a task; four times in a row is a circle. */
    private static final int MAX_IDLE_STEPS = 4;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final RecordWatch watch;
    private boolean handshaking = true;
    private boolean inputEnded;
    private boolean outputEnded;
    private int idleSteps;

    EngineLoop(SSLEngine engine, RecordWatch watch) {
        this.engine = engine;
        this.watch = watch;
    }

    void begin() throws SSLException {
        engine.beginHandshake();
    }

    boolean isHandshaking() {
        return handshaking;
    }

    /** Whether the peer's close_notify has come. */
    boolean isInputEnded() {
        return inputEnded;
    }

    /** Whether the engine encrypts nothing more, not even an alert. */
    boolean isOutputEnded() {
        return outputEnded;
    }

    /** Whether the engine has something of its own to send. */
    boolean wantsToWrite() {
        return !outputEnded && !inputEnded && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /** The named group of the key exchange, after {@link Need#DONE}; null if there was none. */
    @Nullable
    String group() {
        return watch.group();
    }

    /**
     * Decrypts whole records and answers what is the engine's to answer.
     *
     * @param in ciphertext; the position moves by whole records
     * @param plain has room for as many bytes as {@code in} has, so that it cannot run full
     * @param out takes the engine's own ciphertext
     */
    Need receive(ByteBuffer in, ByteBuffer plain, ByteBuffer out) throws SSLException {
        while (!inputEnded) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                return Need.TASK;
            }
            if (status == HandshakeStatus.NEED_WRAP && !outputEnded) {
                if (!wrap(NOTHING, out)) {
                    return Need.WRITE;
                }
            } else if (handshaking && outputEnded) {
                return Need.CLOSED;
            } else if (handshaking && isOver(status)) {
                handshaking = false;
                watch.opened();
                return Need.DONE;
            } else if (!unwrapNext(in, plain)) {
                return Need.READ;
            }
        }
        // Nothing is answered from here on: an engine of TLS 1.3 whose input has ended says NEED_WRAP for as long as
        // its
        // output is open, and would give one empty record after the other.
        return Need.CLOSED;
    }

    private static boolean isOver(HandshakeStatus status) {
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
    }

    /** Shows the engine the next record; false if there is no whole one. */
    private boolean unwrapNext(ByteBuffer in, ByteBuffer plain) throws SSLException {
        int size = watch.next(in, handshaking);
        if (size < 0) {
            return false;
        }
        int limit = in.limit();
        int start = in.position();
        in.limit(start + size);
        SSLEngineResult result = decrypt(in, plain);
        in.limit(limit);
        int consumed = in.position() - start;
        if (consumed != 0 && consumed != size) {
            throw new SSLException("the TLS engine took " + consumed + " of a record of " + size + " bytes");
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            inputEnded = true;
            in.position(start + size);
        }
        unwrapped(result, consumed);
        return true;
    }

    /** A provider's bug that a peer has found costs the connection, and is reported as what it is: a failure of TLS. */
    private SSLEngineResult decrypt(ByteBuffer in, ByteBuffer plain) throws SSLException {
        try {
            return engine.unwrap(in, plain);
        } catch (RuntimeException e) {
            throw new SSLException("the TLS engine failed", e);
        }
    }

    private SSLEngineResult encrypt(ByteBuffer plain, ByteBuffer out) throws SSLException {
        try {
            return engine.wrap(plain, out);
        } catch (RuntimeException e) {
            throw new SSLException("the TLS engine failed", e);
        }
    }

    private void unwrapped(SSLEngineResult result, int consumed) throws SSLException {
        moved(result, consumed);
        if (consumed > 0) {
            watch.taken();
        }
        if (handshaking && result.bytesProduced() > 0) {
            throw new SSLException("bytes of the application within the handshake");
        }
        if (consumed > 0 && !inputEnded && !handshaking) {
            watch.unwrapped(result.bytesProduced());
        }
    }

    /** Encrypts plaintext until there is none, or no room; the engine's own records may come before it. */
    Need send(ByteBuffer plain, ByteBuffer out) throws SSLException {
        while (plain.hasRemaining()) {
            if (outputEnded) {
                return Need.CLOSED;
            }
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                return Need.TASK;
            }
            if (!wrap(plain, out)) {
                return Need.WRITE;
            }
        }
        return Need.DONE;
    }

    /** Ends our output: what is left in {@code out} then ends with close_notify, if the engine still gives one. */
    void end(ByteBuffer out) throws SSLException {
        engine.closeOutbound();
        while (!outputEnded && !engine.isOutboundDone() && wrap(NOTHING, out)) {}
        outputEnded = true;
    }

    /** Gives the alert of a failure, if the engine has one; never throws. */
    void lastWords(ByteBuffer out) {
        try {
            while (wantsToWrite() && wrap(NOTHING, out)) {}
        } catch (SSLException e) {
            // It has failed before, and that is what is reported.
        }
        outputEnded = true;
    }

    /** Makes one record; false if there is no room for it. */
    private boolean wrap(ByteBuffer plain, ByteBuffer out) throws SSLException {
        int start = out.position();
        int before = plain.remaining();
        SSLEngineResult result = encrypt(plain, out);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW && start > 0) {
            return false;
        }
        outputEnded |= result.getStatus() == SSLEngineResult.Status.CLOSED;
        moved(result, out.position() - start + before - plain.remaining());
        if (handshaking) {
            watch.wrapped(out, start);
        }
        return true;
    }

    private void moved(SSLEngineResult result, int bytes) throws SSLException {
        if (bytes > 0 || result.getStatus() == SSLEngineResult.Status.CLOSED) {
            idleSteps = 0;
        } else if (++idleSteps > MAX_IDLE_STEPS) {
            throw new SSLException(
                    "the TLS engine makes no progress: " + result.getStatus() + ", " + result.getHandshakeStatus());
        }
    }

    /** Runs what the engine has delegated, on a thread that may block; the loop leaves the engine alone meanwhile. */
    int runTasks() {
        int count = 0;
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) {
            task.run();
            count++;
        }
        return count;
    }

    /** The tasks have run. */
    void tasksRan(int count) throws SSLException {
        if (count > 0) {
            idleSteps = 0;
        } else if (++idleSteps > MAX_IDLE_STEPS) {
            throw new SSLException("the TLS engine waits for tasks that it does not give");
        }
    }
}
