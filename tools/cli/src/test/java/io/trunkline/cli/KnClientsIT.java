package io.trunkline.cli;

import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The client commands under the names and with the arguments that kn-sock's users type. */
class KnClientsIT {
    private static void expectLine(Command command, String line) {
        assertThat(command.err()).isEmpty();
        assertThat(command.out()).isEqualToNormalizingNewlines(line + "\n");
        assertThat(command.exitCode()).isZero();
    }

    @Test
    @Tag("feature-227")
    void sendTcpPrintsTheReply() throws Exception {
        try (ServerProcess server = ServerProcess.startOnAFreePort("run-tcp-server")) {
            expectLine(Command.run("send-tcp", "localhost", server.port(), "Hello, World!"), "Echo: Hello, World!");
        }
    }

    @Test
    @Tag("feature-229")
    void sendSslTcpChecksTheServerUnlessToldOtherwise(@TempDir Path folder) throws Exception {
        TestCertificate.Files files = TestCertificates.create().server().write(folder);
        try (ServerProcess server =
                ServerProcess.startOnAFreePort("run-ssl-tcp-server", text(files.chain()), text(files.key()))) {
            // More than once where the first handshake of either process takes longer than its client waits.
            await().untilAsserted(() -> expectLine(
                    Command.run("send-ssl-tcp", "localhost", server.port(), "hi", "--cafile", files.ca()), "Echo: hi"));
            expectLine(Command.run("send-ssl-tcp", "localhost", server.port(), "hi", "--no-verify"), "Echo: hi");
            Command unknown = Command.run("send-ssl-tcp", "localhost", server.port(), "hi");
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.err().lines()).hasSize(1);
            assertThat(unknown.out()).isEmpty();
        }
    }

    @Test
    @Tag("feature-229")
    void sendSslTcpShowsItsOwnCertificate(@TempDir Path folder, @TempDir Path own) throws Exception {
        TestCertificates certificates = TestCertificates.create();
        TestCertificate.Files files = certificates.server().write(folder);
        TestCertificate.Files client = certificates.client("ann").write(own);
        try (ServerProcess server = ServerProcess.startOnAFreePort(
                "run-ssl-tcp-server",
                text(files.chain()),
                text(files.key()),
                "--cafile",
                text(files.ca()),
                "--require-client-cert")) {
            Object[] words = {"send-ssl-tcp", "localhost", server.port(), "hi", "--cafile", files.ca()};
            assertThat(Command.run(words).exitCode()).isEqualTo(1);
            await().untilAsserted(() -> expectLine(
                    Command.run(
                            "send-ssl-tcp",
                            "localhost",
                            server.port(),
                            "hi",
                            "--cafile",
                            files.ca(),
                            "--certfile",
                            client.chain(),
                            "--keyfile",
                            client.key()),
                    "Echo: hi"));
        }
    }

    @Test
    @Tag("feature-233")
    void pubsubClientHearsWhatItPublishesAndWaitsTwoSecondsForNothing() throws Exception {
        try (ServerProcess server = ServerProcess.startOnAFreePort("run-pubsub-server")) {
            // More than once where the server's first answer takes longer than its client waits.
            await().untilAsserted(() -> expectLine(
                    Command.run("pubsub-client", "localhost", server.port(), "news", "hi"),
                    "{\"topic\":\"news\",\"message\":\"hi\"}"));
            expectLine(Command.run("pubsub-client", "localhost", server.port(), "news"), "nothing within 2 s");
        }
    }

    @Test
    @Tag("feature-235")
    void rpcClientPassesStringsAndTellsErrors() throws Exception {
        try (ServerProcess server = ServerProcess.startOnAFreePort("run-rpc-server")) {
            expectLine(Command.run("rpc-client", "localhost", server.port(), "echo", "hi"), "\"hi\"");
            expectLine(Command.run("rpc-client", "localhost", server.port(), "add", "2", "3"), "\"23\"");
            Command unknown = Command.run("rpc-client", "localhost", server.port(), "divide", "1");
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.err()).startsWith("trunkline: ").contains("divide");
        }
    }

    private static String text(Path path) {
        return path.toString();
    }
}
