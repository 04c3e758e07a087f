package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Input 111: what a client says before the server has spoken could be a replay, so it is neither sent nor taken. */
final class EarlyDataTest {
    private static final int SERVER_HELLO = 2;
    private static final int EARLY_DATA = 42;
    private static final int PRE_SHARED_KEY = 41;

    /** TLS_AES_128_GCM_SHA256, x25519 with a share of it, ecdsa_secp256r1_sha256, psk_dhe_ke, early data, some ticket. */
    private static final String HELLO_EXTENSIONS = "002b0003020304"
            + "000a00040002001d"
            + "000d000400020403"
            + "003300260024001d0020"
            + "09".repeat(32)
            + "002d00020101"
            + "002a0000"
            + "0029002f"
            + "000a0004" + "deadbeef" + "00000000"
            + "002120" + "5a".repeat(32);

    @Test
    void serverTakesNoEarlyData() throws SSLException {
        SSLEngine server = ReloadableEngines.forServer(Fixtures.server("server").build())
                .newEngine(null, 0)
                .engine();
        ByteBuffer taken = ByteBuffer.allocate(64 * 1024);

        server.unwrap(ByteBuffer.wrap(hello()), taken);
        assertThat(firstFlight(server))
                .as("goes on as if none had been offered")
                .isEqualTo(SERVER_HELLO);

        assertThatThrownBy(() -> server.unwrap(ByteBuffer.wrap(earlyData()), taken))
                .isInstanceOf(SSLException.class);
        assertThat(taken.position()).isZero();
    }

    @Test
    void clientThatResumesSendsNone() throws SSLException {
        TlsOptions options = Fixtures.client().minVersion("TLSv1.3").build();
        ReloadableEngines clients = ReloadableEngines.forClient(options);
        ReloadableEngines servers =
                ReloadableEngines.forServer(Fixtures.server("server").build());
        new EnginePair(clients.newEngine("localhost", 443), servers.newEngine(null, 443)).connect();

        SSLEngine resuming = clients.newEngine("localhost", 443).engine();
        resuming.beginHandshake();
        ByteBuffer hello = ByteBuffer.allocate(64 * 1024);
        resuming.wrap(ByteBuffer.allocate(0), hello);

        assertThat(extensions(hello.flip())).contains(PRE_SHARED_KEY).doesNotContain(EARLY_DATA);
    }

    private static byte[] hello() {
        String body = "0303" + "5a".repeat(32) + "00" + "0002" + "1301" + "0100" + length(HELLO_EXTENSIONS, 2)
                + HELLO_EXTENSIONS;
        byte[] message = HexFormat.of().parseHex("01" + length(body, 3) + body);
        return Handshakes.record(RecordHeader.HANDSHAKE, message);
    }

    private static String length(String hex, int bytes) {
        return HexFormat.of().toHexDigits(hex.length() / 2, bytes * 2);
    }

    private static byte[] earlyData() {
        return Handshakes.record(23, new byte[64]);
    }

    /** The type of the first message that the server answers with. */
    private static int firstFlight(SSLEngine server) throws SSLException {
        for (Runnable task = server.getDelegatedTask(); task != null; task = server.getDelegatedTask()) {
            task.run();
        }
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        while (server.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            server.wrap(ByteBuffer.allocate(0), out);
        }
        return out.get(RecordHeader.SIZE);
    }

    /** The types of the extensions of a ClientHello that lies in one record. */
    private static List<Integer> extensions(ByteBuffer record) {
        record.position(RecordHeader.SIZE + 4 + 2 + 32);
        skip(record, record.get() & 0xFF);
        skip(record, record.getShort() & 0xFFFF);
        skip(record, record.get() & 0xFF);
        int end = (record.getShort() & 0xFFFF) + record.position();
        List<Integer> types = new ArrayList<>();
        while (record.position() < end) {
            types.add((int) record.getShort());
            skip(record, record.getShort() & 0xFFFF);
        }
        return types;
    }

    private static void skip(ByteBuffer buffer, int count) {
        buffer.position(buffer.position() + count);
    }
}
