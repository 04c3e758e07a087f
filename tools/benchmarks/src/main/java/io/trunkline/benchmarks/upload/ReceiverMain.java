package io.trunkline.benchmarks.upload;

import io.trunkline.codec.FrameFormat;
import io.trunkline.server.FileReceiver;
import io.trunkline.server.TrunklineServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The process that receives: prints the ports of {@link FileReceiver} and {@link ByHand}, then for each line of its input what it has used so far.
 *
 * <pre>{@code
 * argument: DIRECTORY    out: PORTS 40001 40002    in: any line    out: USED heapPeakBytes collectionMillis cpuMillis
 * }</pre>
 */
final class ReceiverMain {
    private ReceiverMain() {}

    public static void main(String[] args) throws Exception {
        FileReceiver receiver =
                FileReceiver.builder(Path.of(args[0])).replaceExisting().build();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (TrunklineServer server = TrunklineServer.builder()
                .listen(0, FrameFormat.typed(), connection -> receiver.handler(connection, frame -> {}))
                .start()) {
            System.out.println("PORTS " + server.port() + " " + new ByHand(Path.of(args[0])).port());
            while (in.readLine() != null) {
                System.out.println("USED " + heapPeak() + " " + collectionMillis() + " " + cpuMillis());
            }
        }
    }

    private static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
