package io.trunkline.testing.faults;

import io.trunkline.testing.OurThreads;
import io.trunkline.transport.CloseReason;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Peers that speak TLS badly, or not at all, over real sockets: inputs 100 to 110, P1, P5 and P8. */
class TlsPeersIT {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int ALERT = 0x15;
    private static final int PROTOCOL_VERSION = 70;
    private static final int HANDSHAKE_FAILURE = 40;

    private TlsDoor door;

    private TlsDoor door(Duration handshakeTimeout) {
        door = new TlsDoor(handshakeTimeout);
        return door;
    }

    @AfterEach
    void nothingIsLeft() {
        door.close();
        OurThreads.awaitNone();
    }

    /** Reads what the server says until it ends the connection; a reset is an end too. */
    private static byte[] readToTheEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            return new byte[0];
        }
    }

    private static void sendAsFarAsItGoes(Socket socket, byte[] bytes, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            // The server has had enough.
        }
    }

    /** Input 100. */
    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "{\"type\":\"hello\"}\n", "\0\0\0\005hello"})
    void plaintextOnTheTlsPortIsClosed(String plaintext) throws Exception {
        door(LONG);
        try (Socket peer = door.connect()) {
            peer.getOutputStream().write(plaintext.getBytes(StandardCharsets.US_ASCII));
            readToTheEnd(peer);
        }
        door.assertUnharmed();
    }

    /** Input 100, the other way round. */
    @Test
    void tlsOnThePlainPortIsNamedInTheReason() throws Exception {
        door(LONG);
        try (Socket peer = door.connectPlain()) {
            sendAsFarAsItGoes(peer, Hello.of(0x0303, 0xC02F), 1);
            CloseReason reason = door.reason(door.opened());

            assertThat(reason.kind()).isEqualTo(CloseReason.Kind.PROTOCOL);
            assertThat(reason.toString()).contains("TLS");
        }
        door.assertUnharmed();
    }

    /** Input 101, P1: nine bytes promise 16 MiB, and cost at most what they are, which the budget knows of. */
    @Test
    void hugeClientHellosCostNoMoreThanTheirBytes() throws Exception {
        long count = 40;
        int sent = 16_000;
        door(LONG);
        long before = usedAfterGc();
        List<Socket> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket peer = door.connect();
            peers.add(peer);
            peer.getOutputStream().write(Hello.bytes("16 03 01 40 00 01 ff ff ff 03 03"));
            peer.getOutputStream().write(new byte[sent]);
        }
        // The budget is told in steps of 4 KiB.
        await().atMost(TlsDoor.PATIENCE).until(() -> door.memoryUsed() > count * (sent - 4_096));
        assertThat(door.memoryUsed()).isLessThan(count * 64 * 1024);
        await().atMost(TlsDoor.PATIENCE).until(() -> usedAfterGc() - before < count * 64 * 1024);
        for (Socket peer : peers) {
            peer.close();
        }
        door.assertUnharmed();
    }

    private static long usedAfterGc() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Input 101: the record is whole, so nobody has to wait for the timeout. */
    @Test
    void hugeClientHelloIsRefusedWithItsFirstRecord() throws Exception {
        door(LONG);
        try (Socket peer = door.connect()) {
            peer.getOutputStream().write(Hello.bytes("16 03 01 40 00 01 ff ff ff 03 03"));
            sendAsFarAsItGoes(peer, new byte[16_384 - 6], 1);
            readToTheEnd(peer);
        }
        door.assertUnharmed();
    }

    /** P5, P8: silence, a hello that stops half way, and a record header that is not even whole. */
    @Tag("feature-168")
    @ParameterizedTest
    @ValueSource(strings = {"", "16", "16 03 01 00 40", "16 03 01 00 40 01 00 00 3c 03 03"})
    void handshakeThatNeverEndsIsCutAtItsTimeout(String begun) throws Exception {
        door(SHORT);
        try (Socket peer = door.connect()) {
            peer.getOutputStream().write(Hello.bytes(begun));
            readToTheEnd(peer);
        }
        door.assertUnharmed();
    }

    /** Inputs 102, 103: a length, a type and a MAC that are wrong, and an empty record that nobody sealed. */
    @ParameterizedTest
    @ValueSource(strings = {"17 03 03 ff ff", "63 03 03 00 01 00", "17 03 03 00 00"})
    void badRecordAfterTheHandshakeEndsTheConnection(String record) throws Exception {
        badRecord(Hello.bytes(record), "TLSv1.3");
        badRecord(Hello.bytes(record), "TLSv1.2");
        door.assertUnharmed();
    }

    /** Input 103. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void wrongMacEndsTheConnection(String version) throws Exception {
        byte[] record = Arrays.copyOf(Hello.bytes("17 03 03 00 40"), 5 + 64);
        badRecord(record, version);
        door.assertUnharmed();
    }

    private void badRecord(byte[] record, String version) throws Exception {
        if (door == null) {
            door(LONG);
        }
        try (Socket bare = door.connect()) {
            TlsDoor.handshake(bare, version);
            FramePeer server = door.opened();
            bare.getOutputStream().write(record);

            assertThat(door.reason(server).kind()).isEqualTo(CloseReason.Kind.TLS);
        }
    }

    /** Input 103: empty records before the handshake has got anywhere. */
    @Test
    void floodOfEmptyRecordsEndsTheConnection() throws Exception {
        door(LONG);
        try (Socket peer = door.connect()) {
            sendAsFarAsItGoes(peer, Hello.bytes("16 03 01 00 00".repeat(1_000)), 100);
            readToTheEnd(peer);
        }
        door.assertUnharmed();
    }

    /** Input 104. */
    @Test
    void helloOfTwoRecordsIsUnderstood() throws Exception {
        door(LONG);
        try (SSLSocket peer = Security.secure(door.connect())) {
            SSLParameters parameters = peer.getSSLParameters();
            parameters.setApplicationProtocols(
                    IntStream.range(0, 100).mapToObj(i -> "x".repeat(250) + i).toArray(String[]::new));
            peer.setSSLParameters(parameters);
            peer.startHandshake();
            TlsDoor.assertEchoes(peer);
            door.opened();
        }
        door.assertUnharmed();
    }

    /** Input 105. */
    @ParameterizedTest
    @CsvSource({
        "0300, 002f, 70", // SSL 3.0
        "0301, c013, 70", // TLS 1.0
        "0302, c013, 70", // TLS 1.1
        "0303, 0002, 40", // NULL
        "0303, c018, 40", // anonymous
        "0303, c012, 40", // 3DES
        "0303, c011, 40", // RC4
        "0303, 002f, 40", // static RSA
    })
    void oldVersionsAndBrokenSuitesAreRefusedByAnAlert(String version, String suite, int alert) throws Exception {
        door(LONG);
        try (Socket peer = door.connect()) {
            peer.getOutputStream().write(Hello.of(Integer.parseInt(version, 16), Integer.parseInt(suite, 16)));
            byte[] answer = readToTheEnd(peer);

            assertThat(answer).hasSize(7);
            assertThat(answer[0]).isEqualTo((byte) ALERT);
            assertThat((int) answer[6]).isIn(alert, alert == PROTOCOL_VERSION ? HANDSHAKE_FAILURE : alert);
        }
        door.assertUnharmed();
    }

    /** Input 105: a hello as SSL 2.0 wrote it. */
    @Test
    void versionTwoHelloIsRefused() throws Exception {
        door(LONG);
        try (Socket peer = door.connect()) {
            peer.getOutputStream().write(Hello.bytes("80 1c 01 03 01 00 03 00 00 00 10 00 00 2f" + "11".repeat(16)));
            readToTheEnd(peer);
        }
        door.assertUnharmed();
    }

    /** Input 106. */
    @Test
    void renegotiationIsRefused() throws Exception {
        door(LONG);
        try (SSLSocket peer = TlsDoor.handshake(door.connect(), "TLSv1.2")) {
            FramePeer server = door.opened();
            TlsDoor.assertEchoes(peer);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                peer.startHandshake();
                TlsDoor.assertEchoes(peer);
            });

            assertThat(door.reason(server).kind()).isEqualTo(CloseReason.Kind.TLS);
        }
        door.assertUnharmed();
    }

    /** Input 107, P8: each key update asks for one in return. */
    @Test
    void floodOfKeyUpdatesEndsTheConnection() throws Exception {
        door(LONG);
        try (SSLSocket peer = TlsDoor.handshake(door.connect(), "TLSv1.3")) {
            FramePeer server = door.opened();
            TlsDoor.assertEchoes(peer);
            updateKeys(peer, 3_000);

            assertThat(door.reason(server).kind()).isEqualTo(CloseReason.Kind.TLS);
        }
        door.assertUnharmed();
    }

    /** A handshake on an open TLS 1.3 connection of the JDK's is a request for new keys. */
    private static void updateKeys(SSLSocket peer, int times) {
        try {
            for (int i = 0; i < times; i++) {
                peer.startHandshake();
            }
        } catch (SSLException | SocketException e) {
            // The server has had enough.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Input 109. */
    @Test
    void closeNotifyAndSilenceGetsTheAnswersAndIsThenClosed() throws Exception {
        door(LONG);
        try (SSLSocket peer = TlsDoor.handshake(door.connect(), "TLSv1.3")) {
            FramePeer server = door.opened();
            byte[] frames = Hello.bytes("00 00 00 02 68 69".repeat(100));
            peer.getOutputStream().write(frames);
            peer.shutdownOutput();

            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(frames);
            assertThat(door.reason(server).kind()).isEqualTo(CloseReason.Kind.REMOTE);
        }
        door.assertUnharmed();
    }

    /** Input 110: neither plain bytes nor another record do anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {"00 00 00 02 68 69", "17 03 03 00 13 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"})
    void bytesAfterCloseNotifyAreIgnored(String bytes) throws Exception {
        door(LONG);
        try (Socket bare = door.connect()) {
            SSLSocket peer = TlsDoor.handshake(bare, "TLSv1.3");
            FramePeer server = door.opened();
            TlsDoor.assertEchoes(peer);
            peer.shutdownOutput();
            sendAsFarAsItGoes(bare, Hello.bytes(bytes.repeat(100)), 1);

            assertThat(door.reason(server).kind()).isEqualTo(CloseReason.Kind.REMOTE);
            assertThat(server.received()).hasSize(1);
        }
        door.assertUnharmed();
    }
}
