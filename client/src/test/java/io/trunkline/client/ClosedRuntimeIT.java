package io.trunkline.client;

import io.trunkline.ClosedException;
import io.trunkline.transport.TrunklineRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ClosedRuntimeIT {
    private static final Duration PATIENCE = Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS);
    private static final int CLIENTS = 20;

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    /** Whoever has closed the threads under a thousand clients needs no thousand warnings. */
    @Test
    void anEndThatItsUserHasCausedIsNoWarning() {
        TrunklineRuntime runtime = TrunklineRuntime.create();
        try (LogLines log = new LogLines();
                ScriptedPeer peer = ScriptedPeer.envelope()) {
            List<TrunklineClient> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(connected(runtime, peer));
                peer.accept();
            }
            TrunklineClient lost = connected(runtime, peer);
            clients.add(lost);
            peer.accept().close();
            await().atMost(PATIENCE).until(() -> lost.state() == ClientState.RECONNECTING);
            await().atMost(PATIENCE).until(() -> warnings(log).size() == 1);
            runtime.close();
            clients.forEach(TrunklineClient::awaitClosed);
            assertThat(warnings(log))
                    .as("the broker that was lost, and no more")
                    .singleElement()
                    .asString()
                    .contains("event=disconnected");
            assertThatThrownBy(() -> clients.get(0).publish("a.b", 1))
                    .isInstanceOf(ClosedException.class)
                    .hasMessageContaining("the client's runtime was closed");
        } finally {
            runtime.close();
        }
    }

    /** All but the watchdog's, who warns of a busy machine. */
    private static List<String> warnings(LogLines log) {
        return log.with("WARN").stream()
                .filter(line -> !line.contains("LoopWatch"))
                .toList();
    }

    private static TrunklineClient connected(TrunklineRuntime runtime, ScriptedPeer peer) {
        return TrunklineClient.connect(ClientOptions.builder()
                .endpoint("127.0.0.1", peer.port())
                .runtime(runtime)
                .awaitInitialize(false)
                .connectTimeout(PATIENCE)
                // It rests for as long as the test lasts.
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMinutes(5))
                        .maxDelay(Duration.ofMinutes(5))
                        .jitter(false)
                        .build())
                .build());
    }
}
