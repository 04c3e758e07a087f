package io.trunkline.transport.internal.tls;

import io.trunkline.transport.internal.SocketIo;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Gives one connection's ciphertext to its socket, and keeps what the kernel does not take.
 *
 * <pre>{@code
 * send ─▶ nothing unsent? socket.write ─▶ rest: unsent ─▶ flush, when the socket is writable
 *                                                  └▶ empty, and the end was asked for: socket.shutdownOutput
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class CipherOut {
    private final SocketIo socket;
    private final Leftover unsent = new Leftover();
    private boolean ending;

    CipherOut(SocketIo socket) {
        this.socket = socket;
    }

    int unsent() {
        return unsent.size();
    }

    boolean isEmpty() {
        return unsent.isEmpty();
    }

    /** Sends what lies between the buffer's beginning and its position, or keeps it. */
    void send(ByteBuffer out) throws IOException {
        out.flip();
        if (out.hasRemaining() && unsent.isEmpty()) {
            socket.write(out);
        }
        unsent.add(out);
    }

    /** Gives the kernel what it takes. */
    void flush() throws IOException {
        if (!unsent.isEmpty()) {
            unsent.skip(socket.write(unsent.view()));
        }
        if (ending && unsent.isEmpty()) {
            ending = false;
            socket.shutdownOutput();
        }
    }

    /** Ends the socket's output once the last byte has left. */
    void end() throws IOException {
        ending = true;
        flush();
    }

    void clear() {
        unsent.clear();
    }
}
