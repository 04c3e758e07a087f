package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a connection's logic; what it throws is logged and closes that connection, and no other. Loop-confined. */
record LogicGuard(TcpConnection connection, ConnectionLogic logic) {
    private static final Logger log = LoggerFactory.getLogger(LogicGuard.class);

    void open() {
        try {
            logic.onOpen(connection);
        } catch (Throwable e) {
            failed("onOpen", e);
        }
    }

    void bytes(byte[] array, int count) {
        try {
            logic.onBytes(array, 0, count);
        } catch (Throwable e) {
            failed("onBytes", e);
        }
    }

    void writable(boolean writable) {
        try {
            logic.onWritable(writable);
        } catch (Throwable e) {
            failed("onWritable", e);
        }
    }

    void end() {
        try {
            logic.onEnd();
        } catch (Throwable e) {
            failed("onEnd", e);
        }
    }

    void drain(Duration grace, CloseReason reason) {
        try {
            logic.onDrain(grace, reason);
        } catch (Throwable e) {
            failed("onDrain", e);
        }
    }

    /** Makes no guard unless the logic throws: it learns of the end also where there is no memory for one. */
    static void close(TcpConnection connection, ConnectionLogic logic, CloseReason reason) {
        try {
            logic.onClose(reason);
        } catch (Throwable e) {
            new LogicGuard(connection, logic).failed("onClose", e);
        }
    }

    void failed(String callback, Throwable failure) {
        try {
            log.error("conn={} event=callback-failed callback={}", connection.id(), callback, failure);
        } finally {
            // Also where there is no memory for the line: what the logic has left half done serves nobody.
            connection.close(CloseReason.of(CloseReason.Kind.INTERNAL, callback + " failed", failure));
        }
    }
}
