package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import io.trunkline.transport.manual.ManualSocket;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection over a {@link ScriptedLayer}, with the small limits of {@link ConnectionRig} and 5 s for the handshake. */
final class LayerRig implements AutoCloseable {
    static final Duration HANDSHAKE = Duration.ofSeconds(5);

    final ManualLoop loop = new ManualLoop();
    final ScriptedLayer layer = new ScriptedLayer();
    final ManualSocket socket = layer.socket;
    final RecordingLogic logic = new RecordingLogic();
    final List<String> opening = new ArrayList<>();
    final TcpConnection connection;

    LayerRig() {
        this(SocketOptions.DEFAULT);
    }

    LayerRig(SocketOptions options) {
        ConnectionSettings settings =
                new ConnectionSettings(options, ConnectionRig.LIMITS).withHandshakeTimeout(HANDSHAKE);
        connection = new TcpConnection(loop.loop(), layer, settings, logic);
        connection.open(new OpenListener() {
            @Override
            public void onOpened(TcpConnection opened) {
                opening.add("opened after " + logic.events);
            }

            @Override
            public void onFailed(CloseReason reason) {
                opening.add("failed " + reason.kind());
            }
        });
    }

    /** With the handshake done, and nothing left of it. */
    static LayerRig open() {
        LayerRig rig = new LayerRig();
        rig.arrives("!");
        return rig;
    }

    void arrives(String text) {
        socket.arrives(text);
        readable();
    }

    void readable() {
        ManualConnection.ready(loop, connection, SelectionKey.OP_READ);
    }

    void writable() {
        ManualConnection.ready(loop, connection, SelectionKey.OP_WRITE);
    }

    /** Closes the connection, which must leave nothing on the loop. */
    @Override
    public void close() {
        connection.close();
        loop.close();
    }
}
