package io.trunkline.transport.internal;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.manual.ManualSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection whose workers run when the test says so. */
class FrameLogicEndTest {
    private static final CloseReason SHUTDOWN = CloseReason.of(CloseReason.Kind.SHUTDOWN, "ending");

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private ConnectionHandler.Factory<Payload> factory = connection -> connection::send;
    private final FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
            FrameFormat.lineLength(), FrameLimits.of(100), OutboundLimits.DEFAULT, workers::add, false));
    private final ConnectionLogic logic = protocol.logic(connection -> factory.open(connection));
    private final ConnectionRig rig = new ConnectionRig(logic);
    private final ManualSocket socket = rig.socket;

    @AfterEach
    void end() {
        rig.close();
        work();
    }

    private void work() {
        Runnable task;
        while ((task = workers.poll()) != null) {
            task.run();
        }
        rig.turn();
    }

    private void arrives(String bytes) {
        socket.arrives(bytes);
        rig.readable();
    }

    @Test
    void framesBeforeABadOneAreAnsweredBeforeTheRefusal() {
        arrives("1\na1\nb");
        arrives("1\nc+5\n");
        assertThat(rig.connection.state()).isEqualTo(ConnectionState.OPEN);
        assertThat(socket.wantsRead()).as("nothing behind a bad frame is read").isFalse();
        work();
        assertThat(socket.takenText()).isEqualTo("1\na1\nb1\nc");
        assertThat(socket.isOutputShut()).isTrue();
        assertThat(rig.connection.state()).isEqualTo(ConnectionState.LINGERING);
    }

    @Test
    void framesBeforeATruncatedOneAreAnsweredBeforeTheRefusal() {
        arrives("1\na5\nb");
        socket.ends();
        rig.readable();
        work();
        assertThat(socket.takenText()).isEqualTo("1\na");
        assertThat(rig.connection.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void drainEndsTheConnectionBehindTheAnswersOfWhatWasRead() {
        arrives("1\na1\nb");
        logic.onDrain(Duration.ofSeconds(1), SHUTDOWN);
        assertThat(rig.connection.isOpen()).isTrue();
        assertThat(socket.wantsRead()).isFalse();
        work();
        assertThat(socket.takenText()).isEqualTo("1\na1\nb");
        assertThat(socket.isOutputShut()).isTrue();
    }

    @Test
    void handlerThatIsAwareOfTheDrainFinishesAndEndsItself() {
        factory = Finishing::new;
        arrives("1\na");
        logic.onDrain(Duration.ofSeconds(1), SHUTDOWN);
        work();
        assertThat(socket.takenText()).isEqualTo("1\na4\nPT1S");
        assertThat(socket.wantsRead()).isTrue();
        arrives("1\nb");
        work();
        assertThat(socket.takenText()).isEqualTo("1\na4\nPT1S1\nb");
        assertThat(socket.isOutputShut()).isTrue();
    }

    /** Tells its peer of the drain, answers one frame more, and ends. */
    private static final class Finishing implements ConnectionHandler<Payload> {
        private final FrameConnection<Payload> connection;
        private boolean draining;

        Finishing(FrameConnection<Payload> connection) {
            this.connection = connection;
        }

        @Override
        public void onFrame(Payload frame) {
            connection.send(frame);
            if (draining) {
                connection.closeAfterWrites();
            }
        }

        @Override
        public boolean onShutdown(Duration grace) {
            draining = true;
            connection.send(Payload.ofText(grace.toString()));
            return true;
        }
    }
}
