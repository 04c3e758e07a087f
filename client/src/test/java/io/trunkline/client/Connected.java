package io.trunkline.client;

import io.trunkline.codec.Framing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A client and the scripted broker at its other end, past their greeting. Caller-confined. */
public final class Connected implements AutoCloseable {
    public final ScriptedPeer peer;
    public final PeerSession broker;
    public final TrunklineClient client;

    private Connected(ScriptedPeer peer, PeerSession broker, TrunklineClient client) {
        this.peer = peer;
        this.broker = broker;
        this.client = client;
    }

    static Connected over(Framing framing) {
        return over(framing, PeerSession.PLAIN_HELLO, options -> {});
    }

    public static Connected plain() {
        return over(Framing.ENVELOPE);
    }

    static Connected with(Consumer<ClientOptions.Builder> settings) {
        return over(Framing.ENVELOPE, PeerSession.PLAIN_HELLO, settings);
    }

    static Connected over(Framing framing, String hello, Consumer<ClientOptions.Builder> settings) {
        ScriptedPeer peer = framing == Framing.ENVELOPE ? ScriptedPeer.envelope() : ScriptedPeer.lengthPrefixed();
        ClientOptions.Builder options = ClientOptions.builder()
                .endpoint("127.0.0.1", peer.port())
                .framing(framing)
                .reconnect(ReconnectPolicy.never())
                .connectTimeout(Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS))
                .requestTimeout(Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS));
        settings.accept(options);
        CompletableFuture<TrunklineClient> connecting =
                CompletableFuture.supplyAsync(() -> TrunklineClient.connect(options.build()));
        PeerSession broker = peer.accept().initialize();
        TrunklineClient client = connecting.join();
        broker.answerHello(hello);
        Connected connected = new Connected(peer, broker, client);
        connected.awaitHelloApplied();
        return connected;
    }

    /** One more round trip: what the broker sends later is read later than the hello answer. */
    private void awaitHelloApplied() {
        CompletableFuture<Void> ping = CompletableFuture.runAsync(client::ping);
        broker.answer(broker.takeTopic("system.heartbeat"), "{\"status\":\"success\"}");
        ping.join();
    }

    /** Answers a subscribe request, which must be next, and returns it. */
    PeerSession.Seen acknowledgeSubscribe() {
        PeerSession.Seen request = broker.takeTopic("system.topic.subscribe");
        broker.answer(request, "{\"status\":\"success\"}");
        return request;
    }

    /** Subscribes on another thread while the broker acknowledges on this one. */
    Subscription subscribed(java.util.function.Supplier<Subscription> subscribe) {
        CompletableFuture<Subscription> subscribing = CompletableFuture.supplyAsync(subscribe);
        acknowledgeSubscribe();
        return subscribing.join();
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public void close() {
        client.closeNow();
        peer.close();
        client.awaitClosed();
    }
}
