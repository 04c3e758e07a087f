package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.client.LeftThreads;
import io.trunkline.client.PeerSession;
import io.trunkline.client.ScriptedPeer;
import io.trunkline.codec.internal.json.DefaultCodec;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.Ticker;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HelloOrderIT {
    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void helloIsOnTheWireBeforeAnythingThatAReadyClientSends() {
        RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, true);
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            ClientOptions options = ClientOptions.of("127.0.0.1", peer.port());
            SubscriptionRegistry subscriptions = new SubscriptionRegistry();
            Completions completions = new Completions(this, null);
            CallFactory factory = new CallFactory(DefaultCodec.get(), options);
            // What a caller does at best: it writes in the very moment in which it learns that the client is ready.
            BrokerSession.Owner eager = new BrokerSession.Owner() {
                @Override
                public void ready(BrokerSession session) {
                    session.calls().block(factory.ping());
                }

                @Override
                public void ended(BrokerSession session, CloseReason reason, String firstBytes) {}
            };
            new Connector(core, new ConnectionSettings(options.socket(), options.outbound()))
                    .connect(
                            options.endpoint(),
                            options.connectTimeout(),
                            () -> BrokerSession.logic(
                                    SessionSettings.of(options, completions, core.workers()),
                                    subscriptions,
                                    eager,
                                    null))
                    .join();
            PeerSession broker = peer.accept().initialize();
            assertThat(List.of(broker.take().topic(), broker.take().topic()))
                    .containsExactly("system.hello", "system.heartbeat");
        } finally {
            core.close();
        }
    }
}
