package io.trunkline.benchmarks.upload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Measures uploads of one file by binary chunks over loopback into a process of 64 MiB of heap: from {@link Source}
 * and from {@link OurClient}, and from {@link Source} to {@link ByHand}.
 *
 * <pre>{@code
 * arguments: [MIB [CHUNK [ROUNDS [DIRECTORY]]]]     1024 262144 5, a temporary directory
 * }</pre>
 *
 * <p>They take turns. Two first rounds, in which much is compiled, are printed and not counted. A round is timed from the
 * announcement to the acknowledgement of the last byte, which is when the receiver has written it and taken it into its SHA-256;
 * then, apart, to {@code file_complete}, which is fsync of file and directory and the rename. SHA-256 alone is measured at the end,
 * in this process.
 */
public final class Upload {
    private static final int MIB = 1 << 20;
    private static final int WARM_UPS = 2;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final long mib;
    private final int chunk;
    private final BufferedReader out;
    private final Writer in;

    private Upload(long mib, int chunk, BufferedReader out, Writer in) {
        this.mib = mib;
        this.chunk = chunk;
        this.out = out;
        this.in = in;
    }

    /** Runs and prints. */
    public static void main(String[] args) throws Exception {
        long mib = args.length > 0 ? Long.parseLong(args[0]) : 1_024;
        int chunk = args.length > 1 ? Integer.parseInt(args[1]) : 262_144;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path directory = args.length > 3 ? Path.of(args[3]) : Files.createTempDirectory("upload");
        Process receiver = start(directory);
        try (BufferedReader out = receiver.inputReader();
                Writer in = receiver.outputWriter()) {
            new Upload(mib, chunk, out, in).run(rounds, directory.resolve("source"));
        } finally {
            receiver.destroyForcibly().waitFor();
            for (String left : new String[] {"source", "upload.bin", "by-hand.bin", "by-hand.part"}) {
                Files.deleteIfExists(directory.resolve(left));
            }
        }
    }

    private static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReceiverMain.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void run(int rounds, Path file) throws Exception {
        String[] ports = out.readLine().split(" ");
        int ours = Integer.parseInt(ports[1]);
        int byHand = Integer.parseInt(ports[2]);
        OurClient client = new OurClient(ours, file, mib * MIB);
        print("%d MiB in chunks of %d", mib, chunk);
        double[] rates = new double[rounds];
        double[] whole = new double[rounds];
        double[] least = new double[rounds];
        for (int i = -WARM_UPS; i < rounds; i++) {
            int at = Math.max(0, i);
            String warmUp = i < 0 ? ", warm-up" : "";
            rates[at] = round("trunkline" + warmUp, () -> send(ours));
            whole[at] = round("trunkline at both ends" + warmUp, () -> client.send(mib * MIB, chunk));
            least[at] = round("by hand" + warmUp, () -> send(byHand));
        }
        print(
                "MiB/s, median (least–most): %s, at both ends %s, by hand %s",
                spread(rates), spread(whole), spread(least));
        long[] used = used();
        print("receiver: peak of its heap pools %d MiB, %d ms in collections", used[0] / MIB, used[1]);
        print("SHA-256 alone: %.0f MiB/s", digest());
    }

    private Source.Times send(int port) throws IOException, InterruptedException {
        try (Source source = new Source(port)) {
            return source.send(mib * MIB, chunk);
        }
    }

    private double round(String what, Callable<Source.Times> sending) throws Exception {
        long cpu = used()[2];
        Source.Times times = sending.call();
        double rate = mib * NANOS / times.stored();
        print(
                "%s: %.0f MiB/s written and digested, fsync and rename %.2f s, receiver's CPU %.2f s",
                what, rate, times.durable() / NANOS, (used()[2] - cpu) / MILLIS);
        return rate;
    }

    private long[] used() throws IOException {
        in.write("used\n");
        in.flush();
        return Arrays.stream(out.readLine().split(" "))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static String spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT, "%.0f (%.0f–%.0f)", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private static double digest() throws Exception {
        byte[] piece = new byte[MIB];
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        double best = 0;
        for (int round = 0; round < 5; round++) {
            long began = System.nanoTime();
            for (int i = 0; i < 256; i++) {
                digest.update(piece);
            }
            best = Math.max(best, 256 * NANOS / (System.nanoTime() - began));
        }
        return best;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
