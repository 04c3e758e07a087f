package io.trunkline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A server command as users run it: a process of its own that says where it listens, and that SIGTERM ends. */
final class ServerProcess implements AutoCloseable {
    private static final int READ_MILLIS = 10_000;
    private static final int END_SECONDS = 20;

    private final Process process;
    private final BufferedReader out;
    private final int port;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader();
        String ready = out.readLine();
        assertThat(ready).as("the first line that the server prints").matches("LISTENING 127\\.0\\.0\\.1 \\d+");
        this.port = Integer.parseInt(ready.substring(ready.lastIndexOf(' ') + 1));
    }

    static ServerProcess start(String... command) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        all.addAll(List.of(command));
        all.addAll(List.of("--port", "0"));
        return new ServerProcess(new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
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
