package io.trunkline.transport.internal.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Input 105: clients that speak only what is broken, as bytes, since no JDK would send them. */
final class WeakClientTest {
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int PROTOCOL_VERSION = 70;
    private static final String GOOD_SUITE = "c02b";

    private final SSLEngine server = ReloadableEngines.forServer(
                    Fixtures.server("server").build())
            .newEngine(null, 0)
            .engine();

    @Test
    void clientOfTls12WithAGoodSuiteIsAnswered() throws SSLException {
        byte[] answer = answer(hello("0301", "0303", GOOD_SUITE));

        assertThat(answer[0]).isEqualTo((byte) HANDSHAKE);
    }

    @ParameterizedTest
    @CsvSource({"0300, 0300", "0301, 0301", "0301, 0302", "0302, 0302"})
    @Tag("feature-134")
    void olderVersionIsRefused(String recordVersion, String version) throws SSLException {
        byte[] answer = answer(hello(recordVersion, version, "c009c013" + GOOD_SUITE));

        assertThat(alert(answer)).isIn(PROTOCOL_VERSION, HANDSHAKE_FAILURE);
    }

    @Test
    void helloInTheFormOfSsl2IsRefused() {
        String challenge = "00112233445566778899aabbccddeeff";

        byte[] answer = tryAnswer(
                HexFormat.of().parseHex("801c" + "01" + "0002" + "0003" + "0000" + "0010" + "010080" + challenge));

        assertThat(answer.length == 0 || answer[0] == ALERT).isTrue();
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(
            strings = {
                "0002", // RSA_WITH_NULL_SHA
                "c006", // ECDHE_ECDSA_WITH_NULL_SHA
                "0034", // DH_anon_WITH_AES_128_CBC_SHA
                "00a6", // DH_anon_WITH_AES_128_GCM_SHA256
                "000a", // RSA_WITH_3DES_EDE_CBC_SHA
                "c008", // ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA
                "0005", // RSA_WITH_RC4_128_SHA
                "c007", // ECDHE_ECDSA_WITH_RC4_128_SHA
                "002f", // RSA_WITH_AES_128_CBC_SHA
                "009c", // RSA_WITH_AES_128_GCM_SHA256: no forward secrecy
                "c009", // ECDHE_ECDSA_WITH_AES_128_CBC_SHA
                "c023", // ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
                "009e", // DHE_RSA_WITH_AES_128_GCM_SHA256
            })
    void weakSuiteAloneIsRefused(String suite) throws SSLException {
        assertThat(alert(answer(hello("0301", "0303", suite)))).isEqualTo(HANDSHAKE_FAILURE);
    }

    @Test
    void signaturesWithSha1AloneAreRefused() throws SSLException {
        String sha1Only = "000d0006" + "0004" + "02030201";

        assertThat(alert(answer(hello("0301", "0303", GOOD_SUITE, GROUPS + sha1Only))))
                .isEqualTo(HANDSHAKE_FAILURE);
    }

    /** supported_groups: secp256r1, x25519. */
    private static final String GROUPS = "000a0006" + "0004" + "0017001d";
    /** signature_algorithms: ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256. */
    private static final String SIGNATURES = "000d0006" + "0004" + "04030804";

    private static byte[] hello(String recordVersion, String version, String suites) {
        return hello(recordVersion, version, suites, GROUPS + SIGNATURES);
    }

    private static byte[] hello(String recordVersion, String version, String suites, String extensions) {
        String body = version + "5a".repeat(32) + "00" + length(suites, 2) + suites + "0100" + length(extensions, 2)
                + extensions;
        String message = "01" + length(body, 3) + body;
        return HexFormat.of().parseHex("16" + recordVersion + length(message, 2) + message);
    }

    private static String length(String hex, int bytes) {
        return HexFormat.of().toHexDigits(hex.length() / 2, bytes * 2);
    }

    private static int alert(byte[] record) {
        assertThat(record).as("an alert").hasSizeGreaterThanOrEqualTo(7).startsWith(ALERT);
        return record[6];
    }

    private byte[] tryAnswer(byte[] hello) {
        try {
            return answer(hello);
        } catch (SSLException e) {
            return new byte[0]; // Not even an alert: also a refusal.
        }
    }

    /** What the server sends for a hello: the first flight, or an alert. */
    private byte[] answer(byte[] hello) throws SSLException {
        ByteBuffer in = ByteBuffer.wrap(hello);
        try {
            server.unwrap(in, ByteBuffer.allocate(64 * 1024));
            for (Runnable task = server.getDelegatedTask(); task != null; task = server.getDelegatedTask()) {
                task.run();
            }
        } catch (SSLException e) {
            return wrapped(); // The alert is waiting.
        }
        return wrapped();
    }

    private byte[] wrapped() throws SSLException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 10 && server.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
            ByteBuffer record = ByteBuffer.allocate(64 * 1024);
            try {
                server.wrap(ByteBuffer.allocate(0), record);
            } catch (SSLException e) {
                continue; // Thrown once, for what a task has found; then comes the alert.
            }
            out.write(record.array(), 0, record.position());
        }
        return out.toByteArray();
    }
}
