package io.trunkline.benchmarks;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What our own objects cost on a connection that was used and is idle, counted in the heap itself.
 *
 * <p>The JDK's channel, key and addresses cost some 680 bytes more, which nobody can avoid.
 */
class IdleConnectionMemoryTest {
    private static final int CONNECTIONS = 2_000;

    /** With the settings of an accepted connection; a bound against growth, a little above what there is. */
    private static final int BYTES = 485;

    private static final byte[] FRAME = {0, 0, 0, 4, 0, 0, 0, 0, 1, 2, 3, 4};

    @Test
    void idleConnectionOwnsNoReaderNoChunkAndLittleElse() throws JMException {
        try (ManualLoop loop = new ManualLoop()) {
            List<ManualConnection> connections = new ArrayList<>();
            open(loop, connections, 1); // What classes cost once is not a connection's.
            LiveHeap before = ours();
            open(loop, connections, CONNECTIONS);
            LiveHeap after = ours();

            long bytes = after.sum() - before.sum();
            assertThat(bytes / CONNECTIONS).as(() -> "of which: " + after).isBetween(100L, (long) BYTES);
            connections.forEach(ManualConnection::close);
        }
    }

    private static void open(ManualLoop loop, List<ManualConnection> connections, int count) {
        ConnectionSettings settings = ConnectionSettings.DEFAULT.withIdleTimeout(Duration.ofMinutes(5));
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.envelope(), FrameLimits.of(1_000), OutboundLimits.DEFAULT, Runnable::run, true));
        Supplier<ConnectionLogic> logics = protocol.logics(c -> c::send);
        for (int i = 0; i < count; i++) {
            ManualConnection opened = new ManualConnection(loop, settings, logics.get());
            opened.socket().arrives(FRAME);
            opened.readable();
            assertThat(opened.socket().taken()).isEqualTo(FRAME);
            connections.add(opened);
        }
    }

    /** The classes of ours, test doubles left out. */
    private static LiveHeap ours() throws JMException {
        return LiveHeap.of(name -> name.startsWith("io.trunkline.") && !name.contains(".manual."));
    }
}
