package io.trunkline.transport.internal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Promises P1 and P5, inputs 1, 2, 3 and 6: claims without a body, against a process with 64 MiB of heap. */
class ClaimedLengthIT {
    private static final int CLAIMS = 180;
    private static final int PER_CLAIM = 64 * 1024;

    private final Process victim = start();
    private final BufferedReader answers = victim.inputReader(StandardCharsets.US_ASCII);
    private final List<Socket> sockets = new ArrayList<>();

    private static Process start() {
        try {
            return new ProcessBuilder(
                            new File(System.getProperty("java.home"), "bin/java").getPath(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ClaimVictim.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void end() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        victim.getOutputStream().close();
        boolean ended = victim.waitFor(60, TimeUnit.SECONDS);
        victim.destroyForcibly();
        assertThat(ended).as("the victim ends by itself").isTrue();
        assertThat(victim.exitValue()).isZero();
    }

    private Socket sends(int port, byte[] bytes) throws IOException {
        Socket socket = new Socket();
        socket.connect(SocketRig.loopback(port));
        socket.setSoTimeout((int) SocketRig.PATIENCE.toMillis());
        sockets.add(socket);
        socket.getOutputStream().write(bytes);
        return socket;
    }

    private long held() {
        try {
            victim.getOutputStream().write('\n');
            victim.getOutputStream().flush();
            return Long.parseLong(answers.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4).putInt(length).array();
    }

    @Test
    void aLengthFieldAloneCostsNoMemory() throws IOException {
        int port = Integer.parseInt(answers.readLine());
        for (int i = 0; i < CLAIMS; i++) {
            Socket refused = sends(port, length(new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}[i % 3]));
            assertThat(refused.getInputStream().read())
                    .as("closed from the prefix alone")
                    .isEqualTo(-1);
        }
        assertThat(held()).isZero();

        List<Socket> claims = new ArrayList<>();
        for (int i = 0; i < CLAIMS; i++) {
            claims.add(sends(port, ByteBuffer.allocate(5).put(length(1_048_576)).array()));
        }
        Socket honest = sends(port, ByteBuffer.allocate(8).putInt(4).putInt(42).array());
        assertThat(honest.getInputStream().readNBytes(8))
                .isEqualTo(ByteBuffer.allocate(8).putInt(4).putInt(42).array());
        assertThat(held()).as("held for all claims").isBetween(1L, (long) CLAIMS * PER_CLAIM);

        for (Socket claim : claims) {
            assertThat(claim.getInputStream().read())
                    .as("closed at the frame timeout")
                    .isEqualTo(-1);
        }
        await().atMost(SocketRig.PATIENCE).until(() -> held() == 0);
        honest.getOutputStream()
                .write(ByteBuffer.allocate(8).putInt(4).putInt(43).array());
        assertThat(honest.getInputStream().readNBytes(8)).endsWith(43);
    }
}
