package io.trunkline.benchmarks.macro;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of ours that is spoken to line by line, and never outlives this object or this process. Caller-confined. */
final class Child implements AutoCloseable {
    private static final String ENDED = "";
    private static final long EXIT_SECONDS = 5;

    private final String name;
    private final Process process;
    private final Writer in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread killer;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.killer = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(killer);
        Thread reader = new Thread(this::read, "read-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a fresh JVM on this one's class path; what it says on its error stream is shown. */
    static Child start(String name, List<String> jvmFlags, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.add("-D" + Identity.PROPERTY + "=" + System.getProperty(Identity.PROPERTY));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(args));
        return new Child(
                name,
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = out.readLine()) != null) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.add(ENDED);
        }
    }

    void say(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    /** Waits for a line that begins with this word and gives what follows; anything else is an error. */
    String expect(String word, long seconds) throws InterruptedException {
        String line = lines.poll(seconds, TimeUnit.SECONDS);
        if (line == null) {
            throw new IllegalStateException(name + " did not say " + word + " within " + seconds + " s");
        }
        if (!line.startsWith(word + " ")) {
            throw new IllegalStateException(
                    name + (line.equals(ENDED) ? " ended" : " said " + line) + " before " + word);
        }
        return line.substring(word.length() + 1);
    }

    @Override
    public void close() {
        try {
            in.close();
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(name + " did not end by itself");
            }
        } catch (IOException e) {
            System.err.println(name + " had ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }
}
