package io.trunkline.transport.internal;

import io.trunkline.transport.TlsInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection asks of its socket: a few non-blocking verbs, so that a test can stand in for the kernel, and TLS for the
 * plain socket.
 *
 * <p>A layer such as TLS overrides what has a default here. It drives its handshake in {@link #begin} and {@link #read};
 * {@link #write}, {@link #flush} and {@link #shutdownOutput} may run under the connection's lock, so they never call back.
 *
 * <p>Loop-confined, except {@link #write} where {@link #isLoopOnly} is false: then it is guarded by the connection's lock.
 */
public interface SocketIo {
    InetSocketAddress remoteAddress();

    InetSocketAddress localAddress();

    /**
     * Begins the handshake of a layer; called once, before everything below.
     *
     * @param again to be run on the loop when the layer can go on though the socket is not ready: a delegated task has ended.
     *     The connection then reads, flushes, and asks again what is wanted
     */
    default void begin(Runnable again) throws IOException {}

    /**
     * Whether the application's bytes must still wait; never true again once it was false.
     *
     * <p>Meanwhile {@link #read} is called whenever the socket is readable, and gives no bytes: also not in the call that ends
     * the handshake. The connection looks here after each read and flush, and opens on false.
     */
    default boolean isHandshaking() {
        return false;
    }

    /** What the handshake has agreed; null where there is none. */
    default @Nullable TlsInfo tls() {
        return null;
    }

    /** Reads what is there; 0 for nothing now, -1 for the end of the peer's output. */
    int read(ByteBuffer into) throws IOException;

    /**
     * Whether {@link #read} would get on though the socket has nothing more: a layer holds a whole record, or decrypted bytes.
     *
     * <p>False for a part of a record, and while a delegated task runs: the connection would come back for nothing.
     */
    default boolean hasUnread() {
        return false;
    }

    /** Whether {@link #read} is quickest into an array: the kernel's is into direct memory, an engine's is not. */
    default boolean prefersHeap() {
        return false;
    }

    /** Writes what is taken; 0 for nothing now. */
    int write(ByteBuffer from) throws IOException;

    /** Does the same with two buffers, one behind the other. */
    default int write(ByteBuffer first, ByteBuffer second) throws IOException {
        int count = write(first);
        return first.hasRemaining() ? count : count + write(second);
    }

    /** Whether only the loop may write: TLS records are made by the thread that reads them. */
    default boolean isLoopOnly() {
        return false;
    }

    /**
     * The bytes for the kernel that a layer holds, whether {@link #write} or the layer itself has made them; 0 where there is
     * no layer. While there are any, the connection waits for writability and calls {@link #flush}.
     */
    default int buffered() {
        return 0;
    }

    /** Gives the kernel what it takes of {@link #buffered}. */
    default void flush() throws IOException {}

    /**
     * Says which readiness the connection wants; touches the selector only where that differs from what it watches now.
     *
     * <p>A layer may pass on less, while a task of its handshake runs say; it then has {@code again} run. It must do so where
     * its {@link #read} or {@link #write} would take nothing though the socket is ready, or the loop would spin.
     */
    void want(boolean read, boolean write);

    /** Sends the end of our output; what a layer adds to it, and the kernel does not take yet, is {@link #buffered}. */
    void shutdownOutput() throws IOException;

    /** Closes; a failure is of no use to anyone. Doing it again has no effect. */
    void close();
}
