package io.trunkline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A server command as users run it: a process of its own that says where it listens, and that SIGTERM ends. */
final class ServerProcess implements AutoCloseable {
    private static final int READ_MILLIS = 60_000;
    private static final int END_SECONDS = 60;
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final BufferedReader out;
    private final int port;

    private ServerProcess(Process process, BufferedReader out, int port) {
        this.process = process;
        this.out = out;
        this.port = port;
    }

    private static ServerProcess listening(Process process, BufferedReader out, @Nullable String ready) {
        String line = String.valueOf(ready);
        assertThat(line).as("the first line that the server prints").matches("LISTENING 127\\.0\\.0\\.1 \\d+");
        return new ServerProcess(process, out, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
    }

    /** A command that listens nowhere, and says this line when it is ready. */
    static ServerProcess saying(String ready, String... command) throws IOException {
        Process process = run(List.of(command));
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).as("the first line that the command prints").isEqualTo(ready);
        return new ServerProcess(process, out, 0);
    }

    static ServerProcess start(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--port", "0"));
        Process process = run(words);
        BufferedReader out = process.inputReader();
        return listening(process, out, out.readLine());
    }

    /** A command that takes its port as first argument and no 0 for it: tries free ones until nobody else was quicker. */
    static ServerProcess startOnAFreePort(String command, String... rest) throws IOException {
        for (int attempt = 1; ; attempt++) {
            List<String> words = new ArrayList<>(List.of(command, String.valueOf(freePort())));
            words.addAll(List.of(rest));
            Process process = run(words);
            BufferedReader out = process.inputReader();
            String ready = out.readLine();
            if (ready != null || attempt == ATTEMPTS) {
                return listening(process, out, ready);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Process run(List<String> words) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        all.addAll(words);
        return new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    int port() {
        return port;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        return socket;
    }

    /** Sends SIGTERM and waits; returns the exit code, 143 for a JVM that ended in order. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS))
                .as("ended after SIGTERM")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
    }
}
