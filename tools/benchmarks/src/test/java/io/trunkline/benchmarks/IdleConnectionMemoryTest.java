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
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.management.ObjectName;
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
    void idleConnectionOwnsNoReaderNoChunkAndLittleElse() throws Exception {
        try (ManualLoop loop = new ManualLoop()) {
            List<ManualConnection> connections = new ArrayList<>();
            open(loop, connections, 1); // What classes cost once is not a connection's.
            Map<String, Long> before = ours();
            open(loop, connections, CONNECTIONS);
            Map<String, Long> after = ours();

            long bytes = sum(after) - sum(before);
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

    private static long sum(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The live bytes of each class of ours, test doubles left out; the histogram collects garbage first. */
    private static Map<String, Long> ours() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Map<String, Long> bytes = new TreeMap<>();
        for (String line : histogram.split("\n")) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length >= 4 && fields[3].startsWith("io.trunkline.") && !fields[3].contains(".manual.")) {
                bytes.merge(fields[3], Long.parseLong(fields[2]), Long::sum);
            }
        }
        return bytes;
    }
}
