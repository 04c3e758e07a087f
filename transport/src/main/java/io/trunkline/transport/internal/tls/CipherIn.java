package io.trunkline.transport.internal.tls;

import io.trunkline.transport.internal.SocketIo;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Brings one connection's ciphertext from its socket, and keeps what is not a whole record yet.
 *
 * <pre>{@code
 * in:  [ unread, from before ][ what the socket has now ]   fill, the engine takes whole records, keep
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class CipherIn {
    private final SocketIo socket;
    private final Leftover unread = new Leftover();

    CipherIn(SocketIo socket) {
        this.socket = socket;
    }

    /** The bytes that are kept. */
    int unread() {
        return unread.size();
    }

    /** Whether a whole record, or one that must be refused, was kept. */
    boolean hasRecord() {
        return !unread.isEmpty() && RecordHeader.isWholeAt(unread.view());
    }

    /** Puts what was kept and what the socket has behind each other; false at the socket's end. */
    boolean fill(ByteBuffer in, int capacity) throws IOException {
        int kept = unread.size();
        in.position(kept).limit(Math.max(kept, capacity));
        int count = in.hasRemaining() ? socket.read(in) : 0;
        in.flip();
        if (kept > 0) {
            unread.copyTo(in);
        }
        return count >= 0;
    }

    /** Keeps what the engine has left: part of a record, and whole ones where a task or the end of the handshake came first. */
    void keep(ByteBuffer in) {
        if (in.position() > 0) {
            unread.clear();
        } else {
            in.position(unread.size()); // Nothing was taken: only what is new is copied.
        }
        unread.add(in);
    }

    /** Reads and throws away at most so many buffers full; never throws. */
    void discard(ByteBuffer in, int buffers) {
        try {
            int count = 0;
            while (count++ < buffers && socket.read(in.clear()) > 0) {}
        } catch (IOException e) {
            // It has been reset already.
        }
    }

    void clear() {
        unread.clear();
    }
}
