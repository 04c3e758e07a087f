package io.trunkline.transport.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * What a connection asks of its socket: five non-blocking verbs, so that a test can stand in for the kernel.
 *
 * <p>Loop-confined, except {@link #write}, which is guarded by the connection's lock.
 */
interface SocketIo {
    InetSocketAddress remoteAddress();

    InetSocketAddress localAddress();

    /** Reads what is there; 0 for nothing now, -1 for the end of the peer's output. */
    int read(ByteBuffer into) throws IOException;

    /** Writes what is taken; 0 for nothing now. */
    int write(ByteBuffer from) throws IOException;

    /** Says which readiness is wanted; touches the selector only where that differs from what it watches now. */
    void want(boolean read, boolean write);

    /** Sends the end of our output. */
    void shutdownOutput() throws IOException;

    /** Closes; a failure is of no use to anyone. Doing it again has no effect. */
    void close();
}
