package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import io.trunkline.codec.FrameFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The shell, typed at line by line, before a raw echo. */
@Tag("feature-236")
class ShellIT {
    private static ServerProcess server;

    private final StringWriter printed = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        server = ServerProcess.start("serve", "--format", "raw");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static ShellConnections connections() {
        return new ShellConnections(FrameFormat.raw(), ClientOptions.builder());
    }

    private void type(ShellConnections connections, String... lines) throws IOException {
        BufferedReader in = new BufferedReader(new StringReader(String.join("\n", lines)));
        new Shell(connections, new PrintWriter(printed, true)).run(in, false);
    }

    private List<String> lines() {
        return printed.toString().lines().toList();
    }

    private static String connect(String name) {
        return "connect " + name + " 127.0.0.1 " + server.port();
    }

    @Test
    void connectionsAreNamedUsedAndClosed() throws IOException {
        try (ShellConnections connections = connections()) {
            type(connections, connect("a"), connect("b"), "list", "select a", "disconnect a", "disconnect b", "list");
        }
        assertThat(lines()).hasSize(8);
        assertThat(lines().get(1)).isEqualTo("Connected to 127.0.0.1:" + server.port() + " as \"b\"");
        assertThat(lines().get(2)).startsWith("a: ").doesNotContain("(used)");
        assertThat(lines().get(3)).startsWith("b: ").endsWith("(used)");
        assertThat(lines().subList(4, 8))
                .containsExactly("Using \"a\"", "Disconnected \"a\"", "Disconnected \"b\"", "No connections");
    }

    @Test
    void whatIsSentComesBackAndIsRemembered() throws IOException {
        try (ShellConnections connections = connections()) {
            type(connections, connect("a"), "send hello there", "receive", "history", "quit", "list");
        }
        assertThat(lines().subList(1, 5))
                .containsExactly("Sent", "Received: hello there", "[sent] hello there", "[received] hello there");
        assertThat(lines()).as("nothing after quit").hasSize(5);
    }

    @Test
    void whatArrivesIsPrintedByItselfUntilToldOtherwise() throws IOException {
        try (ShellConnections connections = connections()) {
            type(connections, connect("a"), "bg_receive", "receive", "send one");
            await().until(() -> printed.toString().contains("Received: one"));
            type(connections, "bg_receive", "send two", "receive");
        }
        assertThat(lines())
                .contains(
                        "Background receive started",
                        "bg_receive reads this connection already",
                        "Background receive stopped",
                        "Received: two");
    }

    @Test
    void mistakesCostALineAndNotTheShell() throws IOException {
        try (ShellConnections connections = connections()) {
            type(
                    connections,
                    "dance",
                    "send hello",
                    "connect a",
                    "connect a localhost port",
                    "connect a 127.0.0.1 70000",
                    "select nobody",
                    "disconnect nobody",
                    "",
                    "history",
                    "help");
        }
        assertThat(lines().subList(0, 4))
                .containsExactly(
                        "No such command: dance; type help",
                        "No connection; type connect NAME HOST PORT",
                        "Usage: connect NAME HOST PORT",
                        "Usage: connect NAME HOST PORT");
        assertThat(lines().get(4)).contains("70000");
        assertThat(lines().subList(5, 8))
                .containsExactly("No such connection: nobody", "No such connection: nobody", "No messages yet");
        assertThat(lines().subList(8, 19)).allMatch(line -> line.startsWith("  "));
    }
}
