package io.trunkline.server.internal;

import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.manual.ManualLoop;
import io.trunkline.transport.manual.ManualSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeerTableTest {
    private final ManualLoop loop = new ManualLoop();
    private final PeerTable table = new PeerTable();

    @AfterEach
    void close() {
        loop.close();
    }

    private TcpConnection from(int port) {
        return new TcpConnection(
                loop.loop(), new ManualSocket(port), ConnectionSettings.DEFAULT, (array, from, to) -> {});
    }

    private static InetSocketAddress peer(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private List<TcpConnection> all() {
        List<TcpConnection> all = new ArrayList<>();
        table.forEach(all::add);
        return all;
    }

    /** Few ports and many connections: most addresses have several, and most slots a gap's worth of neighbours. */
    @Test
    void knowsWhatAListKnows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<TcpConnection> model = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            // Grows for a while, then shrinks: both resize it, with searches in between.
            boolean grows = random.nextInt(10) < (step / 2_000 % 2 == 0 ? 7 : 3);
            int port = 1 + random.nextInt(300);
            if (grows) {
                TcpConnection added = from(port);
                table.add(added);
                model.add(added);
            } else if (!model.isEmpty()) {
                assertThat(table.remove(model.remove(random.nextInt(model.size()))))
                        .isTrue();
            }
            TcpConnection latest = model.stream()
                    .filter(each -> each.remoteAddress().getPort() == port)
                    .reduce((earlier, later) -> later)
                    .orElse(null);
            assertThat(table.latest(peer(port)))
                    .as("seed %d, step %d", seed, step)
                    .isSameAs(latest);
            assertThat(table.size()).as("seed %d, step %d", seed, step).isEqualTo(model.size());
        }
        assertThat(all()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model);
    }

    @Test
    void whatIsNotThereCannotBeTakenOut() {
        TcpConnection one = from(1);
        TcpConnection other = from(1);
        table.add(one);

        assertThat(table.remove(other)).isFalse();
        assertThat(table.remove(one)).isTrue();
        assertThat(table.remove(one)).isFalse();
        assertThat(table.size()).isZero();
        assertThat(table.latest(peer(1))).isNull();
    }
}
