package io.trunkline.testing.admission;

import io.trunkline.Identity;
import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.Admission;
import io.trunkline.server.Authenticator;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.Refusal;
import io.trunkline.server.ServerObserver;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Handshakes count from accept to their end, and certificates let frame peers in; input 112 for identities. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HandshakeGateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestCertificates authority = TestCertificates.create();
    private final List<Refusal.Reason> refusals = new CopyOnWriteArrayList<>();
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final List<Socket> peers = new ArrayList<>();
    private TrunklineServer server = TrunklineServer.builder().listen(0).start();

    @AfterEach
    void nothingIsLeft() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
        server.closeNow();
        server.awaitClosed();
    }

    private void start(TlsOptions tls, Admission.Builder admission) {
        server.close();
        server = TrunklineServer.builder()
                .listen(
                        ListenOptions.builder()
                                .port(0)
                                .tls(tls)
                                .handshakeTimeout(PATIENCE)
                                .build(),
                        FrameFormat.lengthPrefixed(),
                        connection -> {
                            names.add(connection.identity().map(Identity::name).orElse("nobody"));
                            return connection::send;
                        })
                .admission(admission.build())
                .observer(new ServerObserver() {
                    @Override
                    public void onRefused(Refusal refusal) {
                        refusals.add(refusal.reason());
                    }
                })
                .start();
    }

    private Socket connect() throws IOException {
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.port());
        peer.setSoTimeout((int) PATIENCE.toMillis());
        peers.add(peer);
        return peer;
    }

    private FrameClient<Payload> client(TlsOptions tls) {
        return FrameClient.connect(
                FrameFormat.lengthPrefixed(),
                ClientOptions.builder()
                        .endpoint("localhost", server.port())
                        .tls(tls)
                        .connectTimeout(PATIENCE)
                        .build());
    }

    private static void requireAlive(FrameClient<Payload> client) {
        client.send(Payload.ofText("alive"));
        assertThat(client.receive(PATIENCE)).isEqualTo(Payload.ofText("alive"));
    }

    @Test
    @Tag("feature-182")
    void addressHasItsHandshakesUnderWayAndNotOneMoreAndFinishedOnesCountNoMore() throws IOException {
        start(
                authority.serverTls(),
                Admission.builder().maxHandshakesPerAddress(2).limitLoopback());
        try (FrameClient<Payload> first = client(authority.clientTls());
                FrameClient<Payload> second = client(authority.clientTls())) {
            requireAlive(first);
            requireAlive(second);
            connect();
            Socket silent = connect();
            Socket third = connect();
            assertThat(third.getInputStream().read()).isEqualTo(-1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(refusals).containsExactly(Refusal.Reason.HANDSHAKES_OF_ADDRESS));

            silent.close();
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                try (FrameClient<Payload> again = client(authority.clientTls())) {
                    requireAlive(again);
                }
            });
        }
    }

    @Test
    void framePeerIsWhomItsCertificateStandsForAndNobodyGetsInWithoutOne() {
        TestCertificate own = authority.server();
        start(
                TlsOptions.builder()
                        .certificate(own.chainPem(), own.keyPem())
                        .trust(authority.caPem())
                        .clientCertificates(ClientCertificates.REQUEST)
                        .build(),
                Admission.builder().authenticator(Authenticator.mutualTls()));
        try (FrameClient<Payload> known = client(authority.mutualClientTls("orders.example"))) {
            requireAlive(known);
        }
        assertThat(names).containsExactly("orders.example");
        try (FrameClient<Payload> unknown = client(authority.clientTls())) {
            assertThat(unknown.receive(PATIENCE)).as("closed, in order").isNull();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(refusals).containsExactly(Refusal.Reason.UNAUTHENTICATED));
        assertThat(names).hasSize(1);
    }
}
