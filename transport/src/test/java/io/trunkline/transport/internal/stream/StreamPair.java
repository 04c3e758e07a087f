package io.trunkline.transport.internal.stream;

import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import io.trunkline.transport.manual.ManualPipe;
import java.nio.channels.SelectionKey;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Two ends of one connection in memory, on one loop that the test turns; both ends' streams are in the test's hands. */
final class StreamPair implements AutoCloseable {
    private final ManualLoop loop = new ManualLoop();
    private final CountDownLatch over = new CountDownLatch(1);
    private final End connector;
    private final End acceptor;

    /** Both ends of a stream. */
    record Both(DuplexStream opener, DuplexStream other) {}

    /** Handlers block on threads of their own until the test is over, so that their streams stay open. */
    private final class End {
        final BlockingQueue<DuplexStream> served = new LinkedBlockingQueue<>();
        final ManualPipe.Socket socket;
        final TcpConnection tcp;
        private @Nullable StreamConnection streams;

        End(MuxRole role, ManualPipe in, ManualPipe out) {
            socket = new ManualPipe.Socket(in, out);
            StreamProtocol protocol = new StreamProtocol(new StreamSettings(
                    role, MuxLimits.DEFAULT, OutboundLimits.DEFAULT, task -> new Thread(task).start(), stream -> {
                        served.add(stream);
                        over.await();
                    }));
            tcp = ManualConnection.open(
                    loop, socket, ConnectionSettings.DEFAULT, protocol.logic(made -> streams = made));
        }

        StreamConnection streams() {
            return Objects.requireNonNull(streams, "handed out with the first frames");
        }

        boolean readable(ManualPipe in) {
            if (in.waiting() == 0 || !socket.wantsRead()) {
                return false;
            }
            ManualConnection.ready(loop, tcp, SelectionKey.OP_READ);
            return true;
        }
    }

    private final ManualPipe toAcceptor;
    private final ManualPipe toConnector;

    /** Reads bring {@code piece} bytes at most. */
    StreamPair(int piece) {
        toAcceptor = new ManualPipe(piece, Integer.MAX_VALUE);
        toConnector = new ManualPipe(piece, Integer.MAX_VALUE);
        connector = new End(MuxRole.CONNECTOR, toConnector, toAcceptor);
        acceptor = new End(MuxRole.ACCEPTOR, toAcceptor, toConnector);
        run();
    }

    /** Moves what one read brings, either way. */
    boolean turn() {
        loop.turn();
        boolean moved = acceptor.readable(toAcceptor);
        moved |= connector.readable(toConnector);
        loop.turn();
        return moved || !loop.loop().isIdle();
    }

    /** Moves everything that may be read. */
    void run() {
        for (int turns = 0; turn(); turns++) {
            if (turns > 10_000_000) {
                throw new AssertionError("the two ends never rest");
            }
        }
    }

    /** Opens a stream at one end and waits for the other. */
    Both open(boolean byConnector) {
        End from = byConnector ? connector : acceptor;
        End to = byConnector ? acceptor : connector;
        var opened = from.streams().openAsync("model", Map.of());
        run();
        try {
            DuplexStream other = to.served.poll(20, TimeUnit.SECONDS);
            return new Both(opened.join(), Objects.requireNonNull(other, "the other end's handler was not called"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        over.countDown();
        connector.tcp.close();
        acceptor.tcp.close();
        loop.close();
    }
}
