package io.trunkline.transport.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes a frame that many connections get by itself and at once, where nothing waits before it.
 *
 * <p>No queue then holds it for a moment, which for a thousand of them costs as much as the rest of their way. Keeps nothing.
 * Loop-confined.
 */
final class OutboundOffer {
    private OutboundOffer() {}

    /** Writes the frame at once if it can, else as {@link Outbound#write} does. */
    static void write(Outbound outbound, Outgoing frame) {
        if (!tryWrite(outbound, frame)) {
            outbound.write(frame, null, false);
        }
    }

    /** False where something waits before the frame, or it must be refused. */
    private static boolean tryWrite(Outbound outbound, Outgoing frame) {
        assert outbound.connection().loop().inLoop();
        ByteBuffer bytes = frame.isFannedOut() ? frame.tail() : null;
        if (bytes == null || bytes.remaining() != frame.size()) {
            return false;
        }
        boolean left;
        ReentrantLock lock = outbound.lock();
        lock.lock();
        try {
            if (!mayWrite(outbound, bytes.remaining())) {
                return false;
            }
            SocketWriter writer = outbound.writer();
            writer.offer(bytes, frame);
            outbound.publishWritten();
            left = writer.isWaiting() && outbound.publish();
        } finally {
            lock.unlock();
        }
        if (left) {
            outbound.turn().requestFlush();
        }
        return true;
    }

    private static boolean mayWrite(Outbound outbound, int size) {
        TcpConnection connection = outbound.connection();
        return outbound.queue().isEmpty()
                && !outbound.turn().isStageLent()
                && outbound.writer().failure() == null
                && !connection.io().isLoopOnly()
                && connection.state().takesWrites()
                && size > 0
                && size
                        <= Math.min(
                                SocketWriter.FLUSH_WRITE,
                                outbound.level().limits().cap());
    }
}
