package io.trunkline.transport.internal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Covers faults.md P10 and F21: a server in a process of its own, which may have 256 files open.
 *
 * <p>Skips, and says so, where there is no shell to set the limit.
 */
@Timeout(180)
class OutOfDescriptorsIT {
    private static final int LIMIT = 256;

    private final List<Socket> served = new ArrayList<>();
    private @Nullable Process child;
    private int port;

    @BeforeEach
    void startServer() throws IOException {
        boolean shell = Files.isExecutable(Path.of("/bin/bash"));
        if (!shell) {
            System.out.println("OutOfDescriptorsIT skipped: no /bin/bash, whose ulimit sets the limit of open files");
        }
        Assumptions.assumeTrue(shell, "no /bin/bash");
        child = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "ulimit -n " + LIMIT + " && exec \"$@\"",
                        "bash",
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcceptUntilFull.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII));
        port = Integer.parseInt(said.readLine());
    }

    @AfterEach
    void stopServer() throws Exception {
        for (Socket socket : served) {
            socket.close();
        }
        if (child != null) {
            child.getOutputStream().close();
            child.waitFor();
        }
    }

    @Test
    void serverWithoutDescriptorsServesWhomItHasAndRefusesTheRestUntilThereIsRoom() throws IOException {
        fill();
        assertThat(served).hasSizeBetween(50, LIMIT);
        for (int i = 0; i < 3; i++) {
            assertThat(isServed(connect())).as("refused, and told so").isFalse();
        }
        for (Socket each : served) {
            assertThat(isServed(each)).isTrue();
        }
        for (Socket each : served.subList(0, 20)) {
            each.close();
        }
        served.subList(0, 20).clear();
        for (int i = 0; i < 10; i++) {
            await().atMost(SocketRig.PATIENCE).until(this::isNewOneServed);
        }
    }

    private void fill() throws IOException {
        // A whole life first: where classes lie in directories, one that is not loaded yet cannot be once files are
        // out.
        try (Socket first = connect()) {
            assertThat(isServed(first)).isTrue();
            first.shutdownOutput();
            assertThat(first.getInputStream().read()).isEqualTo(-1);
        }
        while (isNewOneServed()) {
            assertThat(served).hasSizeLessThan(LIMIT);
        }
    }

    private boolean isNewOneServed() throws IOException {
        Socket socket = connect();
        boolean answered = isServed(socket);
        if (answered) {
            served.add(socket);
        } else {
            socket.close();
        }
        return answered;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(SocketRig.loopback(port));
        socket.setSoTimeout((int) SocketRig.PATIENCE.toMillis());
        return socket;
    }

    /** True for an echo, false for a connection that was closed; no answer at all fails the test. */
    private static boolean isServed(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() == 'x';
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("neither served nor refused", e);
        } catch (IOException e) {
            return false;
        }
    }
}
