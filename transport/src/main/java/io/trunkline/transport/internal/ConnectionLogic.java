package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.time.Duration;

/**
 * What a connection's bytes mean: the floor above implements it, once per connection.
 *
 * <pre>{@code
 * onOpen ─▶ (onBytes | onWritable | onDrain)* ─▶ [onEnd ─▶ (onWritable | onDrain)*] ─▶ onClose
 * }</pre>
 *
 * <p>Loop-confined: every method runs on the connection's loop and must not block. What it throws is logged and closes
 * this connection only. No method is called from within another.
 */
public interface ConnectionLogic {
    /** Called once, before everything else. */
    default void onOpen(TcpConnection connection) {}

    /**
     * Called with what was read.
     *
     * @param array valid during the call only, and only between the two indexes
     * @param from first byte
     * @param to one past the last byte
     */
    void onBytes(byte[] array, int from, int to);

    /**
     * Called with false when the high watermark was reached, and with true when the low one was after that; with true alone if
     * the loop notices both at once.
     */
    default void onWritable(boolean writable) {}

    /** Called when the peer has ended its output. Writing goes on; whoever implements it closes when done. */
    default void onEnd() {}

    /**
     * Called when the server ends: whoever has begun something finishes it and closes, within the grace.
     *
     * @param grace after it the connection is closed by the caller
     * @param reason to close with
     */
    default void onDrain(Duration grace, CloseReason reason) {}

    /** Called last and once. No write will be taken any more, none is under way. */
    default void onClose(CloseReason reason) {}
}
