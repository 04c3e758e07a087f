package io.trunkline.testing.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client in a process of its own, which may run out of what a test takes from it.
 *
 * <p>A thread reads all that it prints, for a child whose output nobody reads stands still: lines that begin with
 * {@link #RESULT} are results, the others explain a failure. Caller-confined.
 */
final class ChildClient implements AutoCloseable {
    /** What a line begins with that the test is to read. */
    static final String RESULT = "result: ";

    /** The last result, when its output has ended. */
    static final String ENDED = "ended";

    private static final long PATIENCE_SECONDS = 150;

    private final Process process;
    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
    private final Queue<String> noise = new ConcurrentLinkedQueue<>();

    private ChildClient(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "child's output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a main class.
     *
     * @param flags of the virtual machine
     * @param main and its arguments
     */
    static ChildClient start(List<String> flags, String... main) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(main));
        ProcessBuilder child = new ProcessBuilder(command).redirectErrorStream(true);
        child.environment().put("LC_ALL", "C"); // What the system says goes into messages.
        return new ChildClient(child.start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith(RESULT)) {
                    results.add(line.substring(RESULT.length()));
                } else {
                    noise.add(line);
                }
            }
        } catch (IOException e) {
            noise.add("its output broke: " + e);
        }
        results.add(ENDED);
    }

    /** Waits for the next result, and fails if there is none. */
    String next() throws InterruptedException {
        String result = results.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result == null) {
            throw new AssertionError("no result within " + PATIENCE_SECONDS + " s; " + this);
        }
        return result;
    }

    /** Writes a line to its input. */
    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    /** Ends its input. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    long pid() {
        return process.pid();
    }

    /** Waits until the process has ended by itself; false if it does not. */
    boolean ends() throws InterruptedException {
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public String toString() {
        return "the child said " + noise;
    }
}
