package io.trunkline.testing.shutdown;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers in JVMs of their own, told to end by the system. */
@Tag("feature-184")
class ShutdownSignalIT {
    private static final String ASK = "request:hang:1.0.0:00000000-0000-4000-8000-000000000001::60000\n1";
    private static final String CUT = "response:hang:1.0.0:00000000-0000-4000-8000-000000000001\n";

    private Process server;
    private BufferedReader output;
    private Socket peer;

    @AfterEach
    void end() throws IOException {
        if (peer != null) {
            peer.close();
        }
        server.destroyForcibly();
    }

    private void startAndAsk(int graceMillis) throws Exception {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HangingServer.class.getName(),
                        String.valueOf(graceMillis))
                .redirectErrorStream(true)
                .start();
        output = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        int port = Integer.parseInt(awaitLine("LISTENING").substring("LISTENING ".length()));
        peer = new Socket(InetAddress.getLoopbackAddress(), port);
        peer.setSoTimeout(20_000);
        assertThat(receive()).startsWith("publish:system.initialize:");
        byte[] body = ASK.getBytes(StandardCharsets.US_ASCII);
        DataOutputStream out = new DataOutputStream(peer.getOutputStream());
        out.writeInt(body.length);
        out.write(body);
        awaitLine("HANGING");
    }

    private String awaitLine(String start) throws IOException {
        String line;
        StringBuilder said = new StringBuilder();
        while ((line = output.readLine()) != null) {
            if (line.startsWith(start)) {
                return line;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("the server ended without " + start + ":\n" + said);
    }

    private String receive() throws IOException {
        DataInputStream in = new DataInputStream(peer.getInputStream());
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return new String(body, StandardCharsets.UTF_8);
    }

    private void expectTheRequestToBeCut() throws IOException {
        assertThat(receive()).startsWith(CUT).contains("\"SHUTTING_DOWN\"", "\"executed\":\"maybe\"");
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    /** Row F18. */
    @Test
    @Timeout(120)
    void handlerThatHangsIsCutWhenTheGraceIsOverAndTheProcessEnds() throws Exception {
        startAndAsk(1_000);
        server.destroy();
        assertThat(receive()).startsWith("publish:system.shutdown:").contains("\"gracePeriod\":1000");
        expectTheRequestToBeCut();
        assertThat(server.waitFor(50, TimeUnit.SECONDS)).isTrue();
    }

    /** Rows F17 and P20: the grace is an hour, and nobody waits for it. */
    @Test
    @Timeout(120)
    void secondSignalCutsWhatIsLeft() throws Exception {
        startAndAsk(3_600_000);
        server.destroy();
        assertThat(receive()).startsWith("publish:system.shutdown:");
        server.destroy();
        expectTheRequestToBeCut();
        assertThat(server.waitFor(50, TimeUnit.SECONDS)).isTrue();
    }
}
