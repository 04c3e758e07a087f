package io.trunkline.server.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** All connections here come from one address and port, as those of a peer of two listeners may. */
class OpenConnectionsTest {
    private final ManualLoop loop = new ManualLoop();
    private final OpenConnections connections = new OpenConnections();
    private final AtomicInteger drained = new AtomicInteger();

    @AfterEach
    void closeAll() {
        connections.all().forEach(TcpConnection::close);
        loop.turn();
        loop.close();
    }

    private ManualConnection open() {
        return new ManualConnection(loop, ConnectionSettings.DEFAULT.withTracker(connections), new Counting(drained));
    }

    @Test
    void theIdOfTwoConnectionsFindsTheLaterAndThenTheOther() {
        ManualConnection first = open();
        ManualConnection second = open();
        String id = first.connection().id();

        assertThat(connections.all()).containsExactlyInAnyOrder(first.connection(), second.connection());
        assertThat(connections.find(id)).containsSame(second.connection());

        second.close();
        assertThat(connections.find(id)).containsSame(first.connection());

        first.close();
        assertThat(connections.find(id)).isEmpty();
        assertThat(connections.all()).isEmpty();
    }

    @Test
    void theEarlierAndTheMiddleOneLeaveTheOthers() {
        ManualConnection first = open();
        ManualConnection middle = open();
        ManualConnection last = open();

        middle.close();
        assertThat(connections.all()).containsExactlyInAnyOrder(first.connection(), last.connection());
        first.close();
        assertThat(connections.all()).containsExactly(last.connection());
    }

    @Test
    void whatNamesNoConnectionFindsNone() {
        open();
        for (String id :
                new String[] {"", "127.0.0.1", "127.0.0.1:1", "localhost:4711", "[::1]:4711", "127.1:4711", "x"}) {
            assertThat(connections.find(id)).as(id).isEmpty();
        }
    }

    @Test
    void everyOneIsToldOfTheEnd() {
        open();
        open();

        connections.drain(Duration.ofSeconds(1), CloseReason.of(CloseReason.Kind.SHUTDOWN, "the end"));
        loop.turn();

        assertThat(drained).hasValue(2);
    }

    @Test
    void onceMoreAreRefusedNoneIsAdded() {
        connections.refuseMore();

        ManualConnection late = open();
        loop.turn();

        assertThat(connections.all()).isEmpty();
        assertThat(late.socket().isClosed()).isTrue();
    }

    private record Counting(AtomicInteger drained) implements ConnectionLogic {
        @Override
        public void onBytes(byte[] array, int from, int to) {}

        @Override
        public void onDrain(Duration grace, CloseReason reason) {
            drained.incrementAndGet();
        }
    }
}
