package io.trunkline.server;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import io.trunkline.server.apps.KnPubSub;
import io.trunkline.server.apps.KnRpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The publish/subscribe and procedure call servers of kn-sock, line for line (SPEC.md sections 6.6 and 6.7). */
class KnAppsIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final List<TextPeer> peers = new ArrayList<>();

    @AfterEach
    void closePeers() {
        peers.forEach(TextPeer::close);
    }

    private TextPeer peer() {
        TextPeer peer = new TextPeer(fixture.server().port());
        peers.add(peer);
        return peer;
    }

    /** Subscribes, and knows that it has: what it publishes there comes back. */
    private static TextPeer subscribe(TextPeer peer, String topic) {
        peer.sendLine("{\"action\":\"subscribe\",\"topic\":\"" + topic + "\"}");
        return isSubscribed(peer, topic);
    }

    private static TextPeer isSubscribed(TextPeer peer, String topic) {
        peer.sendLine("{\"action\":\"publish\",\"topic\":\"" + topic + "\",\"message\":\"sync\"}");
        assertThat(peer.readLine()).isEqualTo("{\"topic\":\"" + topic + "\",\"message\":\"sync\"}");
        return peer;
    }

    @Test
    @Tag("feature-42")
    @Tag("feature-40")
    void publishReachesWhoeverHasSubscribedToExactlyThatTopicTheSenderToo() {
        fixture.start(server -> server.listen(0, KnPubSub.format(), KnPubSub.create()));
        TextPeer a = subscribe(subscribe(peer(), "a"), "news");
        TextPeer b = subscribe(peer(), "news");
        assertThat(a.readLine()).isEqualTo("{\"topic\":\"news\",\"message\":\"sync\"}");
        TextPeer c = subscribe(peer(), "News");
        c.sendLine("{\"action\":\"publish\",\"topic\":\"news\",\"message\":{\"n\":[1,null,\"\u00e9\"]}}");
        String got = "{\"topic\":\"news\",\"message\":{\"n\":[1,null,\"\\u00E9\"]}}";
        assertThat(a.readLine()).isEqualTo(got);
        assertThat(b.readLine()).isEqualTo(got);
        isSubscribed(c, "News");

        b.sendLine("{\"action\":\"publish\",\"topic\":\"news\"}");
        assertThat(a.readLine()).isEqualTo("{\"topic\":\"news\",\"message\":null}");
        assertThat(b.readLine()).isEqualTo("{\"topic\":\"news\",\"message\":null}");
    }

    @Test
    void unsubscribingEndsItAndNothingIsAnswered() {
        fixture.start(server -> server.listen(0, KnPubSub.format(), KnPubSub.create()));
        TextPeer a = subscribe(subscribe(peer(), "x"), "y");
        a.sendLine("{\"action\":\"unsubscribe\",\"topic\":\"x\"}");
        a.sendLine("{\"action\":\"unsubscribe\",\"topic\":\"x\"}");
        a.sendLine("{\"action\":\"publish\",\"topic\":\"x\",\"message\":1}");
        a.sendLine("{\"action\":\"subscribe\"}");
        a.sendLine("{\"action\":\"dance\",\"topic\":\"y\"}");
        a.sendLine("{");
        a.sendLine("{\"action\":\"subscribe\",\"topic\":\"" + "x".repeat(256) + "\"}");
        isSubscribed(a, "y");
    }

    @Test
    void subscriptionsBeyondTheLimitAreIgnored() {
        RoomLimits limits =
                RoomLimits.builder().roomsPerConnection(2).memberships(3).build();
        fixture.start(server -> server.listen(0, KnPubSub.format(), KnPubSub.create(limits)));
        TextPeer a = subscribe(subscribe(peer(), "x"), "y");
        a.sendLine("{\"action\":\"subscribe\",\"topic\":\"z\"}");
        a.sendLine("{\"action\":\"publish\",\"topic\":\"z\",\"message\":1}");
        isSubscribed(a, "x");
    }

    @Test
    @Tag("feature-43")
    void everyCallIsAnsweredInOrder() {
        fixture.start(server -> server.listen(0, KnRpc.format(), KnRpc.examples()));
        TextPeer peer = peer();
        peer.sendLine("{\"method\":\"add\",\"params\":[1,2],\"kwargs\":{}}")
                .sendLine("{\"method\":\"add\",\"params\":[9007199254740993,1]}")
                .sendLine("{\"method\":\"add\",\"params\":[0.1,0.2]}")
                .sendLine("{\"method\":\"add\",\"params\":[\"1\",\"2\"]}")
                .sendLine("{\"method\":\"echo\",\"params\":[{\"a\":\"\u00e9\"}]}")
                .sendLine("{\"method\":\"echo\",\"params\":[null]}");
        assertThat(peer.readLine()).isEqualTo("{\"result\":3}");
        assertThat(peer.readLine()).isEqualTo("{\"result\":9007199254740994}");
        assertThat(peer.readLine()).isEqualTo("{\"result\":0.3}");
        assertThat(peer.readLine()).isEqualTo("{\"result\":\"12\"}");
        assertThat(peer.readLine()).isEqualTo("{\"result\":{\"a\":\"\\u00E9\"}}");
        assertThat(peer.readLine()).isEqualTo("{\"result\":null}");
    }

    @Test
    void whatCannotBeCalledIsAnsweredWithAText() {
        fixture.start(server -> server.listen(0, KnRpc.format(), KnRpc.examples()));
        TextPeer peer = peer();
        assertThat(peer.sendLine("{\"method\":\"x\"}").readLine()).isEqualTo("{\"error\":\"Unknown method: x\"}");
        assertThat(peer.sendLine("{}").readLine()).isEqualTo("{\"error\":\"Unknown method: \"}");
        assertThat(peer.sendLine("{\"method\":\"add\",\"params\":[1]}").readLine())
                .isEqualTo("{\"error\":\"add takes two arguments\"}");
        assertThat(peer.sendLine("{\"method\":\"add\",\"params\":7}").readLine())
                .startsWith("{\"error\":\"");
        assertThat(peer.sendLine("{\"method\"").readLine()).startsWith("{\"error\":\"");
    }

    @Test
    void aFunctionThatFailsSaysNothingOfItself() {
        fixture.start(server -> server.listen(
                0,
                KnRpc.format(),
                KnRpc.create(Map.of(
                        "refuse",
                        (params, kwargs) -> {
                            throw new ReplyException(ErrorCode.FORBIDDEN, "not today");
                        },
                        "break",
                        (params, kwargs) -> {
                            throw new IllegalStateException("secret of " + params);
                        },
                        "named",
                        (params, kwargs) -> kwargs,
                        "large",
                        (params, kwargs) -> "x".repeat(2_000_000)))));
        TextPeer peer = peer();
        assertThat(peer.sendLine("{\"method\":\"refuse\"}").readLine()).isEqualTo("{\"error\":\"not today\"}");
        assertThat(peer.sendLine("{\"method\":\"break\"}").readLine()).isEqualTo("{\"error\":\"The method failed\"}");
        assertThat(peer.sendLine("{\"method\":\"large\"}").readLine())
                .isEqualTo("{\"error\":\"The result does not fit a frame\"}");
        assertThat(peer.sendLine("{\"method\":\"named\",\"kwargs\":{\"a\":1}}").readLine())
                .isEqualTo("{\"result\":{\"a\":1}}");
    }
}
