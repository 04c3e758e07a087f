package io.trunkline.transport.internal;

import io.trunkline.Delivery;
import io.trunkline.transport.BindFailedException;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.PortInUseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ConnectorIT {
    private final SocketRig rig = new SocketRig();

    @AfterEach
    void end() {
        rig.close();
    }

    private CompletableFuture<TcpConnection> connect(int port, Duration timeout, Connector.Resolver resolver) {
        return new Connector(rig.core, ConnectionSettings.DEFAULT, resolver)
                .connect(new Endpoint("some.host", port), timeout, RecordingLogic::new);
    }

    private static ConnectFailedException failure(CompletableFuture<TcpConnection> connecting) {
        try {
            connecting.join().close();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ConnectFailedException failed) {
                return failed;
            }
            throw e;
        }
        throw new AssertionError("connected");
    }

    private static InetAddress[] twoLoopbacks() throws UnknownHostException {
        return new InetAddress[] {
            InetAddress.getByAddress("one", new byte[] {127, 0, 0, 1}),
            InetAddress.getByAddress("two", new byte[] {127, 0, 0, 2})
        };
    }

    @Test
    @Tag("feature-105")
    void refusedConnectNamesEveryAddressWithItsCause() throws Exception {
        // Bound, and never listened on: nobody else is given this port meanwhile.
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(0));
            int port = held.getLocalPort();
            ConnectFailedException failed = failure(connect(port, SocketRig.PATIENCE, host -> twoLoopbacks()));

            assertThat(failed)
                    .hasMessageContaining("some.host:" + port)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("127.0.0.2:" + port)
                    .hasMessageContaining("refused");
            assertThat(failed.attempts().keySet())
                    .extracting(address -> address.getAddress().getHostAddress())
                    .containsExactly("127.0.0.1", "127.0.0.2");
            assertThat(failed.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failed.isRetryable()).isTrue();
        }
    }

    @Test
    void nextAddressIsTriedWhereOneRefuses() throws Exception {
        Acceptor acceptor = rig.listen(RecordingLogic::new);
        InetAddress dead = InetAddress.getByAddress("dead", new byte[] {127, 0, 0, 9});
        TcpConnection connection = connect(acceptor.address().getPort(), SocketRig.PATIENCE, host ->
                        new InetAddress[] {dead, InetAddress.getLoopbackAddress()})
                .join();

        assertThat(connection.isOpen()).isTrue();
        assertThat(connection.remoteAddress()).isEqualTo(acceptor.address());
    }

    /** Row F24: two addresses that never answer cost a head start each, not the timeout. */
    @Test
    void addressThatIsSilentIsOvertaken() throws Exception {
        Acceptor acceptor = rig.listen(RecordingLogic::new);
        int port = acceptor.address().getPort();
        try (SilentPeer one = SilentPeer.on("127.0.0.21", port);
                SilentPeer two = SilentPeer.on("127.0.0.22", port)) {
            TcpConnection connection = connect(port, SocketRig.PATIENCE, host ->
                            new InetAddress[] {one.address(), two.address(), InetAddress.getLoopbackAddress()})
                    .join();

            assertThat(connection.remoteAddress()).isEqualTo(acceptor.address());
        }
    }

    @Test
    @Tag("feature-103")
    void silentAddressesAreNamedAtTheTimeout() throws Exception {
        try (SilentPeer one = SilentPeer.on("127.0.0.21", 0)) {
            ConnectFailedException failed =
                    failure(connect(one.port(), Duration.ofSeconds(2), host -> new InetAddress[] {one.address()}));

            assertThat(failed).hasMessageContaining("within 2000 ms").hasMessageContaining("127.0.0.21");
        }
    }

    @Test
    void literalAddressAsksNoResolver() {
        Acceptor acceptor = rig.listen(RecordingLogic::new);
        TcpConnection connection = new Connector(rig.core, ConnectionSettings.DEFAULT, host -> {
                    throw new AssertionError("asked for " + host);
                })
                .connect(
                        new Endpoint("127.0.0.1", acceptor.address().getPort()),
                        SocketRig.PATIENCE,
                        RecordingLogic::new)
                .join();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void nameThatIsUnknownSaysSo() {
        ConnectFailedException failed = failure(connect(1, SocketRig.PATIENCE, host -> {
            throw new UnknownHostException(host);
        }));

        assertThat(failed).hasMessageContaining("cannot be resolved").hasCauseInstanceOf(UnknownHostException.class);
        assertThat(failed.attempts()).isEmpty();
    }

    @Test
    void resolverThatHangsRunsIntoTheConnectTimeout() {
        CountDownLatch never = new CountDownLatch(1);
        ConnectFailedException failed = failure(connect(1, Duration.ofMillis(50), host -> {
            try {
                never.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }));

        assertThat(failed).hasMessageContaining("not resolved within 50 ms");
        never.countDown();
    }

    @Test
    void runtimeThatEndsFailsWhatIsConnecting() {
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<TcpConnection> connecting = connect(1, SocketRig.PATIENCE, host -> {
            try {
                never.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        });
        rig.core.close();

        assertThat(failure(connecting)).hasMessageContaining("closed");
    }

    @Test
    @Tag("feature-99")
    @Tag("feature-109")
    void takenPortIsNamedAndFreeAfterItsListenerHasClosed() {
        Acceptor first = rig.listen(RecordingLogic::new);
        InetSocketAddress address = first.address();
        assertThatThrownBy(() -> Acceptor.bind(rig.core, address, ConnectionSettings.DEFAULT, RecordingLogic::new))
                .isInstanceOfSatisfying(
                        PortInUseException.class,
                        inUse -> assertThat(inUse.address()).isEqualTo(address))
                .hasMessageContaining(":" + address.getPort());

        first.close();
        first.closed().toCompletableFuture().join();
        Acceptor second = Acceptor.bind(rig.core, address, ConnectionSettings.DEFAULT, RecordingLogic::new);
        assertThat(second.address()).isEqualTo(address);
    }

    @Test
    void acceptorThatCannotAcceptBacksOffAndGoesOn() throws Exception {
        RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, false);
        RecordingLogic accepted = new RecordingLogic();
        Acceptor acceptor = Acceptor.bind(core, SocketRig.loopback(0), ConnectionSettings.DEFAULT, () -> accepted);
        for (int i = 0; i < 3; i++) {
            core.nextLoop().execute(() -> acceptor.onFailure(new IOException("Cannot allocate memory")));
        }
        try (Socket peer = SocketRig.plain(acceptor)) {
            await().atMost(SocketRig.PATIENCE).until(() -> accepted.events.contains("open"));
            assertThat(accepted.connection().remoteAddress().getPort()).isEqualTo(peer.getLocalPort());
        } finally {
            core.close();
        }
    }

    @Test
    void addressOfAnotherMachineCannotBeBoundAndIsNotAPortInUse() throws Exception {
        InetSocketAddress foreign =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 0);
        assertThatThrownBy(() -> Acceptor.bind(rig.core, foreign, ConnectionSettings.DEFAULT, RecordingLogic::new))
                .isInstanceOf(BindFailedException.class)
                .isNotInstanceOf(PortInUseException.class)
                .hasMessageContaining("192.0.2.1");
    }
}
