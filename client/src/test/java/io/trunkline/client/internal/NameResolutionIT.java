package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.LeftThreads;
import io.trunkline.client.PeerSession;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.ScriptedPeer;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.Connector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** F24 of the faults: a name is resolved anew for each attempt, off the loop, and may fail. */
class NameResolutionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void aNameThatFailsOrChangesIsAskedForAgainAtEachAttempt() {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean onLoop = new AtomicBoolean();
        Connector.Resolver resolver = host -> {
            onLoop.compareAndSet(false, Blocking.isOnLoop());
            return answer(asked.incrementAndGet());
        };
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            ClientOptions options = ClientOptions.builder()
                    .endpoint("moving.example.org", peer.port())
                    .connectTimeout(PATIENCE)
                    .reconnect(ReconnectPolicy.builder()
                            .baseDelay(Duration.ofMillis(10))
                            .build())
                    .build();
            try (BrokerClient client = new BrokerClient(options, ClientThreads.of(options, resolver))) {
                client.start();
                PeerSession first = peer.accept().initialize();
                await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
                assertThat(asked).hasValue(3);
                first.hangUp();
                peer.accept().initialize();
                await().atMost(PATIENCE).until(() -> client.stats().connectionsTotal() == 2);
                assertThat(asked).hasValue(4);
                assertThat(onLoop).isFalse();
                client.closeNow();
            }
        }
    }

    private static InetAddress[] answer(int time) throws UnknownHostException {
        return switch (time) {
            case 1 -> throw new UnknownHostException("moving.example.org");
            case 2 -> throw new IllegalStateException("a resolver of somebody's own");
            default -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
    }
}
