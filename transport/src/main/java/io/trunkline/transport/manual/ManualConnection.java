package io.trunkline.transport.manual;

import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.SocketIo;
import io.trunkline.transport.internal.TcpConnection;
import java.nio.channels.SelectionKey;

/**
 * A whole connection, on a loop that the test turns and over a socket whose peer is the test.
 *
 * <p>Caller-confined. Closing it closes the connection, and the loop if it made one.
 */
public final class ManualConnection implements AutoCloseable {
    private final ManualLoop loop;
    private final boolean ownsLoop;
    private final ManualSocket socket;
    private final TcpConnection connection;

    /** Opens a connection on a loop of its own. */
    public ManualConnection(ConnectionSettings settings, ConnectionLogic logic) {
        this(new ManualLoop(), true, settings, logic);
    }

    /** Opens a connection on a loop that the caller turns and closes, beside others. */
    public ManualConnection(ManualLoop loop, ConnectionSettings settings, ConnectionLogic logic) {
        this(loop, false, settings, logic);
    }

    private ManualConnection(ManualLoop loop, boolean ownsLoop, ConnectionSettings settings, ConnectionLogic logic) {
        this.loop = loop;
        this.ownsLoop = ownsLoop;
        this.socket = new ManualSocket();
        this.connection = open(loop, socket, settings, logic);
    }

    /** Opens a connection over a socket of the caller's own, a decorated one say; see {@link #ready}. */
    public static TcpConnection open(
            ManualLoop loop, SocketIo socket, ConnectionSettings settings, ConnectionLogic logic) {
        TcpConnection connection = new TcpConnection(loop.loop(), socket, settings, logic);
        connection.open();
        return connection;
    }

    public ManualLoop loop() {
        return loop;
    }

    public ManualSocket socket() {
        return socket;
    }

    public TcpConnection connection() {
        return connection;
    }

    /** Does what the selector does when bytes have arrived, then one turn. */
    public void readable() {
        ready(loop, connection, SelectionKey.OP_READ);
    }

    /** Does what the selector does when the socket takes bytes again, then one turn. */
    public void writable() {
        ready(loop, connection, SelectionKey.OP_WRITE);
    }

    /** Does what the selector does when a connection's socket is ready, then one turn. */
    public static void ready(ManualLoop loop, TcpConnection connection, int ops) {
        try {
            connection.onReady(new ManualKey(ops));
        } catch (Exception e) {
            connection.onFailure(e);
        }
        loop.turn();
    }

    /** Closes the connection, which must leave nothing on the loop. */
    @Override
    public void close() {
        connection.close();
        loop.turn();
        if (ownsLoop) {
            loop.close();
        }
    }
}
