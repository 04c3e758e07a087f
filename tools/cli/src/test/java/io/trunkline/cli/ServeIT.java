package io.trunkline.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every format's echo, as a process, spoken to by a plain {@link Socket}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServeIT {
    private static final byte[] FILE = "a.txt\n5\nhello".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, ServerProcess> servers = new HashMap<>();

    private ServerProcess server(String format) throws IOException {
        ServerProcess running = servers.get(format);
        if (running == null) {
            running = ServerProcess.start("serve", "--format", format, "--app", "echo");
            servers.put(format, running);
        }
        return running;
    }

    @AfterAll
    void stopAll() throws IOException {
        for (ServerProcess server : servers.values()) {
            server.close();
        }
    }

    static Stream<EchoCase> cases() {
        return EchoCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void echoesWhereverTheRequestIsSplit(EchoCase echo) throws IOException {
        try (Socket peer = server(echo.format()).connect()) {
            OutputStream out = peer.getOutputStream();
            for (int split = 0; split <= echo.request().length; split++) {
                out.write(echo.request(), 0, split);
                out.flush();
                out.write(echo.request(), split, echo.request().length - split);
                out.flush();

                assertThat(peer.getInputStream().readNBytes(echo.answer().length))
                        .as("split at %d", split)
                        .isEqualTo(echo.answer());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void echoesARequestThatComesByteByByte(EchoCase echo) throws IOException {
        try (Socket peer = server(echo.format()).connect()) {
            for (byte one : echo.request()) {
                peer.getOutputStream().write(one);
                peer.getOutputStream().flush();
            }

            assertThat(peer.getInputStream().readNBytes(echo.answer().length)).isEqualTo(echo.answer());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void echoesRequestsThatComeTogether(EchoCase echo) throws IOException {
        try (Socket peer = server(echo.format()).connect()) {
            peer.getOutputStream().write(repeat(echo.request(), 5));
            byte[] answers = repeat(echo.answer(), 5);

            assertThat(peer.getInputStream().readNBytes(answers.length)).isEqualTo(answers);
        }
    }

    private static byte[] repeat(byte[] bytes, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    @Test
    void namedFileComesBackWhereverItIsSplitAndThenTheEnd() throws IOException {
        for (int split = 0; split <= FILE.length; split++) {
            try (Socket peer = server("named-file").connect()) {
                OutputStream out = peer.getOutputStream();
                out.write(FILE, 0, split);
                out.flush();
                out.write(FILE, split, FILE.length - split);
                out.flush();

                assertThat(peer.getInputStream().readAllBytes())
                        .as("split at %d", split)
                        .isEqualTo(FILE);
            }
        }
    }

    @Test
    void namedFileComesBackWhenItCameByteByByte() throws IOException {
        try (Socket peer = server("named-file").connect()) {
            for (byte one : FILE) {
                peer.getOutputStream().write(one);
                peer.getOutputStream().flush();
            }

            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(FILE);
        }
    }

    @Test
    void rawEchoTakesThePrefixOfTheSeeds() throws IOException {
        try (ServerProcess server = ServerProcess.start("serve", "--format", "raw", "--prefix", "Echo: ");
                Socket peer = server.connect()) {
            peer.getOutputStream().write("hi".getBytes(StandardCharsets.US_ASCII));

            assertThat(text(peer.getInputStream(), 8)).isEqualTo("Echo: hi");
        }
    }

    private static String text(InputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    @Test
    void frameOverTheLimitEndsItsOwnConnectionOnly() throws IOException {
        try (Socket bad = server("length-prefixed").connect();
                Socket good = server("length-prefixed").connect()) {
            bad.getOutputStream().write(EchoCase.bytes("ffffffff"));
            assertThat(bad.getInputStream().read()).isEqualTo(-1);

            good.getOutputStream().write(EchoCase.bytes("0000000141"));
            assertThat(good.getInputStream().readNBytes(5)).isEqualTo(EchoCase.bytes("0000000141"));
        }
    }

    @Test
    void sigtermEndsTheServerInOrder() throws Exception {
        try (ServerProcess server = ServerProcess.start("serve", "--format", "envelope")) {
            assertThat(server.terminate()).isEqualTo(143);
        }
    }

    @ParameterizedTest
    @MethodSource("sendable")
    void sendPrintsTheAnswer(String format, String printed) throws IOException {
        Command send = Command.run(
                "send", "--format", format, "127.0.0.1", server(format).port(), "{\"n\":1}");

        assertThat(send.err()).isEmpty();
        assertThat(send.out()).isEqualToNormalizingNewlines(printed + "\n");
        assertThat(send.exitCode()).isZero();
    }

    static Stream<Arguments> sendable() {
        return Stream.of(FormatName.values())
                .map(FormatName::toString)
                .map(format -> Arguments.of(
                        format,
                        switch (format) {
                            case "typed" -> "type 16, flags 0: {\"n\":1}";
                            case "named-file" -> "message.txt\n7\n{\"n\":1}";
                            default -> "{\"n\":1}";
                        }));
    }
}
