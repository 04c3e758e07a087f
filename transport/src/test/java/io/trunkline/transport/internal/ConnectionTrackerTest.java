package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.manual.ManualConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionTrackerTest {
    private static final CloseReason REFUSED = CloseReason.of(CloseReason.Kind.SHUTDOWN, "not today");
    private static final CloseReason ENDING = CloseReason.of(CloseReason.Kind.SHUTDOWN, "the end");

    private final List<String> events = new ArrayList<>();

    private ManualConnection open(@Nullable CloseReason refusal) {
        ConnectionTracker tracker = new ConnectionTracker() {
            @Override
            public @Nullable CloseReason opened(TcpConnection connection) {
                events.add("tracked " + connection.state());
                return refusal;
            }

            @Override
            public void closed(TcpConnection connection, CloseReason reason) {
                events.add("forgotten " + connection.state());
            }
        };
        return new ManualConnection(
                new ConnectionSettings(SocketOptions.DEFAULT, OutboundLimits.DEFAULT).withTracker(tracker),
                new Telling());
    }

    @Test
    void connectionIsTrackedBeforeItsLogicKnowsOfItAndForgottenBeforeThat() {
        try (ManualConnection connection = open(null)) {
            assertThat(events).containsExactly("tracked OPEN", "onOpen");
            connection.connection().close();
            connection.loop().turn();
            assertThat(events).containsExactly("tracked OPEN", "onOpen", "forgotten CLOSED", "onClose");
        }
    }

    @Test
    void refusedConnectionIsClosedWithoutAWordToItsLogic() {
        try (ManualConnection connection = open(REFUSED)) {
            connection.loop().turn();
            assertThat(events).containsExactly("tracked OPEN");
            assertThat(connection.socket().isClosed()).isTrue();
            assertThat(connection.connection().closed().toCompletableFuture()).isCompletedWithValue(REFUSED);
        }
    }

    @Test
    void refusedConnectionIsNotToldOfADrain() {
        try (ManualConnection connection = open(REFUSED)) {
            connection.connection().drain(Duration.ofSeconds(1), ENDING);
            connection.loop().turn();
            assertThat(events).containsExactly("tracked OPEN");
        }
    }

    @Test
    void drainIsATaskOfTheLoopAndWhatItThrowsEndsThatConnection() {
        try (ManualConnection connection = open(null)) {
            connection.connection().drain(Duration.ofSeconds(1), ENDING);
            assertThat(events).doesNotContain("onDrain");
            connection.loop().turn();
            connection.loop().turn();
            assertThat(events).containsExactly("tracked OPEN", "onOpen", "onDrain", "forgotten CLOSED", "onClose");
        }
    }

    /** Throws when the end is announced. */
    private final class Telling implements ConnectionLogic {
        @Override
        public void onOpen(TcpConnection connection) {
            events.add("onOpen");
        }

        @Override
        public void onBytes(byte[] array, int from, int to) {}

        @Override
        public void onDrain(Duration grace, CloseReason reason) {
            events.add("onDrain");
            throw new IllegalStateException("thrown by the test");
        }

        @Override
        public void onClose(CloseReason reason) {
            events.add("onClose");
        }
    }
}
