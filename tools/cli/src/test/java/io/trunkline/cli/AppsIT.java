package io.trunkline.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The applications of the command line, spoken to by a plain {@link Socket} as a peer of old would. */
class AppsIT {
    private static void sendPrefixed(Socket peer, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(peer.getOutputStream());
        out.writeInt(body.length);
        out.write(body);
        out.flush();
    }

    private static String receivePrefixed(Socket peer) throws IOException {
        DataInputStream in = new DataInputStream(peer.getInputStream());
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void sendLine(Socket peer, String line) throws IOException {
        peer.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String receiveLine(Socket peer) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = peer.getInputStream().read();
                next != '\n';
                next = peer.getInputStream().read()) {
            assertThat(next).as("a whole line").isNotNegative();
            line.append((char) next);
        }
        return line.toString();
    }

    @Test
    void chatCarriesMessagesToTheOthersInTheRoom() throws IOException {
        try (ServerProcess server = ServerProcess.start("serve", "--app", "chat");
                Socket ann = server.connect();
                Socket bob = server.connect()) {
            sendPrefixed(ann, "{\"type\":\"login\",\"nickname\":\"ann\"}");
            assertThat(receivePrefixed(ann)).contains("login_success", "Welcome, ann!");
            sendPrefixed(bob, "{\"type\":\"login\",\"nickname\":\"bob\"}");
            assertThat(receivePrefixed(bob)).contains("login_success");
            sendPrefixed(ann, "{\"type\":\"join_room\",\"room\":\"tea\"}");
            assertThat(receivePrefixed(ann)).contains("room_joined");
            sendPrefixed(bob, "{\"type\":\"join_room\",\"room\":\"tea\"}");
            assertThat(receivePrefixed(bob)).contains("room_joined", "ann");
            assertThat(receivePrefixed(ann)).contains("user_joined", "bob");
            sendPrefixed(bob, "{\"type\":\"chat_message\",\"message\":\"hello\"}");
            assertThat(receivePrefixed(ann)).contains("chat_message", "\"from\":\"bob\"", "hello");
        }
    }

    @Test
    void callsOfFunctionsAreAnsweredByTheLine() throws IOException {
        try (ServerProcess server = ServerProcess.start("serve", "--app", "rpc");
                Socket peer = server.connect()) {
            sendLine(peer, "{\"method\":\"add\",\"params\":[2,3],\"kwargs\":{}}");
            assertThat(receiveLine(peer)).isEqualTo("{\"result\":5}");
            sendLine(peer, "{\"method\":\"nothing\"}");
            assertThat(receiveLine(peer)).contains("\"error\"");
        }
    }

    @Test
    void subscribersOfATopicGetWhatIsPublished() throws IOException {
        try (ServerProcess server = ServerProcess.start("serve", "--app", "pubsub");
                Socket peer = server.connect()) {
            sendLine(peer, "{\"action\":\"subscribe\",\"topic\":\"news\"}");
            sendLine(peer, "{\"action\":\"publish\",\"topic\":\"news\",\"message\":\"hi\"}");
            assertThat(receiveLine(peer)).contains("\"topic\":\"news\"", "\"message\":\"hi\"");
        }
    }

    @Test
    void namedFilesAreKeptInTheDirectory(@TempDir Path directory) throws IOException {
        Path uploads = directory.resolve("uploads");
        try (ServerProcess server = ServerProcess.start("serve", "--app", "file", "--upload-dir", uploads.toString());
                Socket peer = server.connect()) {
            peer.getOutputStream().write("a.txt\n5\nhello".getBytes(StandardCharsets.US_ASCII));
            peer.shutdownOutput();
            await().until(() -> Files.exists(uploads.resolve("a.txt")));
            assertThat(uploads.resolve("a.txt")).hasContent("hello");
        }
    }

    @Test
    void mediaRecordsAreAcknowledged() throws IOException {
        try (ServerProcess server = ServerProcess.start("serve", "--app", "media", "--format", "length-prefixed");
                Socket peer = server.connect()) {
            DataOutputStream out = new DataOutputStream(peer.getOutputStream());
            out.writeInt(9);
            out.writeShort(1);
            out.writeInt(1_000);
            out.writeShort(7);
            out.write('x');
            out.flush();
            DataInputStream in = new DataInputStream(peer.getInputStream());
            assertThat(in.readInt()).isEqualTo(4);
            assertThat(in.readUnsignedShort()).isEqualTo(7);
            assertThat(in.readUnsignedShort()).isEqualTo(1);
        }
    }

    @Test
    void frameAboveTheLimitOfTheOptionEndsItsConnection() throws IOException {
        try (ServerProcess server = ServerProcess.start("serve", "--format", "length-prefixed", "--max-frame", "1K");
                Socket peer = server.connect()) {
            new DataOutputStream(peer.getOutputStream()).writeInt(1_025);
            peer.getOutputStream().flush();
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
    }
}
