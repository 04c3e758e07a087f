package io.trunkline.server;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.idOf;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rows 92 to 96 of the faults: floods of subscriptions, patterns that match much, what is nobody else's. */
class SubscriptionFloodIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private BytePeer connect() {
        if (!fixture.isStarted()) {
            fixture.start(server -> server.listen(0));
        }
        return fixture.connect();
    }

    private static String subscription(String topic, int number) {
        return "request:system.topic.subscribe:1.0.0:" + id(number) + "\n{\"action\":\"publish\",\"topic\":\"" + topic
                + "\"}";
    }

    /** Row 92. */
    @Test
    @Tag("feature-85")
    @Tag("feature-96")
    void subscriptionBeyondTenThousandIsRefusedAndThePeerLivesOn() {
        BytePeer peer = connect();
        for (int i = 0; i < 10_000; i += 1_000) {
            for (int j = i; j < i + 1_000; j++) {
                peer.send(subscription("t" + j, j));
            }
            for (int j = i; j < i + 1_000; j++) {
                assertThat(peer.receive()).contains("success");
            }
        }
        assertThat(peer.exchange(subscription("#", 10_001)))
                .contains("\"SERVICE_UNAVAILABLE\"", "\"LIMIT_EXCEEDED\"", "\"executed\":\"no\"");
        assertThat(peer.exchange(subscription("T9999", 10_002)))
                .as("one that is there")
                .contains("success");
        peer.close();
        await().until(() -> fixture.server().stats().broker().subscriptions() == 0);
        assertThat(connect().exchange("request:system.topic.list:1.0.0:" + id(1) + "\n{}"))
                .endsWith("{\"topics\":[]}");
    }

    /** Row 92: the same twice, all at once, and topics as long as may be. */
    @Test
    @Tag("feature-85")
    void topicThatManyPatternsMatchIsDeliveredOnce() {
        BytePeer peer = connect();
        String longest = "a".repeat(255);
        peer.subscribe("publish", "#")
                .subscribe("publish", "#")
                .subscribe("publish", "+")
                .subscribe("both", longest);
        assertThat(peer.exchange(subscription(longest + "a", 1))).contains("\"INVALID_REQUEST\"");
        connect().send("publish:" + longest + ":1.0.0\n1");
        assertThat(payloadOf(peer.receive())).isEqualTo("1");
        peer.ping();
    }

    /** Row 93 at the wire: every pattern of five levels there is, all by one peer, and one event is one delivery. */
    @Test
    void everyWildcardThereIsCostsOneDelivery() {
        BytePeer peer = connect();
        String[] levels = {"a", "b", "c", "d", "e"};
        for (int mask = 0; mask < 32; mask++) {
            StringBuilder pattern = new StringBuilder();
            for (int level = 0; level < 5; level++) {
                pattern.append(level == 0 ? "" : ".").append((mask & 1 << level) != 0 ? "+" : levels[level]);
            }
            peer.subscribe("both", pattern.toString());
            peer.subscribe("both", pattern.substring(0, pattern.lastIndexOf(".")) + ".#");
        }
        connect().send("publish:a.b.c.d.e:1.0.0\n\"x\"");
        assertThat(payloadOf(peer.receive())).isEqualTo("\"x\"");
        BytePeer caller = connect();
        caller.send("request:a.b.c.d.e:1.0.0:" + id(1) + "\n\"y\"");
        String forwarded = peer.receive();
        peer.send("response:a.b.c.d.e:1.0.0:" + idOf(forwarded) + "\n\"z\"");
        assertThat(payloadOf(caller.receive())).isEqualTo("\"z\"");
        peer.ping();
    }

    /** Row 94. */
    @Test
    @Tag("feature-86")
    void unsubscribingWhatIsSomebodyElsesChangesNothing() {
        BytePeer owner = connect().subscribe("both", "a");
        BytePeer other = connect();
        assertThat(other.exchange("request:system.topic.unsubscribe:1.0.0:" + id(1)
                        + "\n{\"action\":\"both\",\"topic\":\"a\",\"serviceId\":\"" + owner.id() + "\"}"))
                .endsWith("{\"status\":\"failure\"}");
        other.send("publish:a:1.0.0\n1");
        assertThat(payloadOf(owner.receive())).isEqualTo("1");
    }

    /** Row 95. */
    @Test
    @Tag("feature-93")
    void publishWithoutARightIsForbiddenWhetherAnybodyListensOrNot() {
        fixture.start(server -> server.listen(0)
                .admission(Admission.builder()
                        .permissions(Permissions.builder()
                                .everyone(rules -> rules.subscribe("#").publish("open.#"))
                                .build())
                        .build()));
        BytePeer subscriber = fixture.connect().subscribe("publish", "#");
        BytePeer sender = fixture.connect();
        assertThat(sender.exchange("publish:closed:1.0.0:" + id(1) + "\n1"))
                .startsWith("response:closed:1.0.0:" + id(1) + "\n")
                .contains("\"FORBIDDEN\"", "\"executed\":\"no\"");
        assertThat(sender.exchange("publish:CLOSED:1.0.0:" + id(2) + "\n1")).contains("\"FORBIDDEN\"");
        sender.send("publish:open.a:1.0.0\n2");
        assertThat(payloadOf(subscriber.receive())).isEqualTo("2");
    }

    /** Row 96: a republished event is a new one, for its subscribers only; nothing multiplies by itself. */
    @Test
    void peerThatRepublishesWhatItGetsGetsOneEventPerEvent() {
        BytePeer loop = connect().subscribe("publish", "n").subscribe("publish", "#");
        loop.send("publish:n:1.0.0\n0");
        for (int i = 1; i < 200; i++) {
            assertThat(payloadOf(loop.receive())).isEqualTo(String.valueOf(i - 1));
            loop.send("publish:n:1.0.0\n" + i);
        }
        assertThat(payloadOf(loop.receive())).isEqualTo("199");
        loop.ping();
    }
}
