package io.trunkline.tls.bouncycastle;

import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.manual.ManualTlsTalk;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.transport.PostQuantum.PREFER;

/** Pieces and windows of every kind of size through Bouncy Castle's engine: faults.md P8 and input 104. */
class BouncyCastleSweepTest {
    private static SSLContext clients;
    private static SSLContext servers;
    private static SSLContext jdkClients;
    private static SSLContext jdkServers;

    /** Who talks with whom. */
    enum Ends {
        OURS_TO_OURS,
        OURS_TO_OURS_TLS12,
        OURS_TO_JDK,
        JDK_TO_OURS;

        SSLEngine client() {
            SSLEngine engine = this == JDK_TO_OURS ? Engines.jdkClient(jdkClients) : Engines.client(clients, PREFER);
            if (this == OURS_TO_OURS_TLS12) {
                engine.setEnabledProtocols(new String[] {"TLSv1.2"});
            }
            return engine;
        }

        SSLEngine server() {
            return this == OURS_TO_JDK ? Engines.jdkServer(jdkServers) : Engines.server(servers, PREFER);
        }
    }

    @BeforeAll
    static void makeContexts() throws Exception {
        TestCertificates ca = TestCertificates.create();
        clients = Engines.context(null, ca.trustStore());
        servers = Engines.context(ca.server(), ca.trustStore());
        jdkClients = Engines.jdkContext(null, ca.trustStore());
        jdkServers = Engines.jdkContext(ca.server(), ca.trustStore());
    }

    @ParameterizedTest(name = "pieces of {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 37, 512, 1460, 16_388, 16_389, 16_390, 65_535, 65_536, 100_000})
    void bytesArriveInPiecesOfEverySize(int piece) throws Exception {
        exchange(Ends.OURS_TO_OURS, piece, 1 << 20);
    }

    @ParameterizedTest(name = "a window of {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 37, 512, 1460, 16_388, 16_389, 16_390, 65_535, 65_536, 100_000})
    void bytesArriveThroughAWindowOfEverySize(int window) throws Exception {
        exchange(Ends.OURS_TO_OURS, 1 << 20, window);
    }

    @ParameterizedTest
    @EnumSource
    void bytesArriveOneByOneFromAndToEveryEnd(Ends ends) throws Exception {
        exchange(ends, 1, 1);
    }

    @ParameterizedTest
    @EnumSource
    void bytesArriveAtOnceFromAndToEveryEnd(Ends ends) throws Exception {
        exchange(ends, 1 << 20, 1 << 20);
    }

    private static void exchange(Ends ends, int piece, int window) throws Exception {
        ManualTlsTalk.run(ends.client(), ends.server(), piece, window);
    }
}
