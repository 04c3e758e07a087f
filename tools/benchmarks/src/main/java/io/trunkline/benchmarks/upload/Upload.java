package io.trunkline.benchmarks.upload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * Measures uploads of one file by binary chunks over loopback into a process of 64 MiB of heap.
 *
 * <pre>{@code
 * arguments: [MIB [CHUNK [ROUNDS [DIRECTORY]]]]     1024 262144 5, a temporary directory
 * }</pre>
 *
 * <p>A first round warms both JVMs up. A round is timed from the announcement to the acknowledgement of the last byte, which is when the receiver has written it and
 * taken it into its SHA-256; then, apart, to {@code file_complete}, which is fsync of file and directory and the rename. SHA-256
 * alone is measured at the end, in this process.
 */
public final class Upload {
    private static final int MIB = 1 << 20;
    private static final double NANOS = 1e9;

    private Upload() {}

    /** Runs and prints. */
    public static void main(String[] args) throws Exception {
        long mib = args.length > 0 ? Long.parseLong(args[0]) : 1_024;
        int chunk = args.length > 1 ? Integer.parseInt(args[1]) : 262_144;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path directory = args.length > 3 ? Path.of(args[3]) : Files.createTempDirectory("upload");
        Process receiver = start(directory);
        try (BufferedReader out = receiver.inputReader();
                Writer in = receiver.outputWriter()) {
            int port = Integer.parseInt(out.readLine().substring("PORT ".length()));
            round(port, mib, chunk, "warm-up: ");
            for (int round = 0; round < rounds; round++) {
                round(port, mib, chunk, "");
            }
            in.write("used\n");
            in.flush();
            String[] used = out.readLine().split(" ");
            print(
                    "receiver: peak of its heap pools %d MiB, %s ms in collections, %s ms of CPU",
                    Long.parseLong(used[1]) / MIB, used[2], used[3]);
            print("SHA-256 alone: %.0f MiB/s", digest());
        } finally {
            receiver.destroyForcibly().waitFor();
            Files.deleteIfExists(directory.resolve("upload.bin"));
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

    private static void round(int port, long mib, int chunk, String what) throws IOException, InterruptedException {
        try (Source source = new Source(port)) {
            Source.Times times = source.send(mib * MIB, chunk);
            print(
                    "%s%d MiB in chunks of %d: %.0f MiB/s written and digested, fsync and rename %.2f s",
                    what, mib, chunk, mib * NANOS / times.stored(), times.durable() / NANOS);
        }
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
