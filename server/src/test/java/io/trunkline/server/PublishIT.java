package io.trunkline.server;

import io.trunkline.ErrorCode;
import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.Topic;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.idOf;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class PublishIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private void start() {
        fixture.start(server -> server.listen(0));
    }

    @Tag("feature-192")
    @Test
    void everySubscriberGetsTheEventOnceUnderOneFreshId() {
        start();
        BytePeer one = fixture.connect().subscribe("publish", "a.b").subscribe("publish", "a.#");
        BytePeer two = fixture.connect().subscribe("publish", "+.B");
        BytePeer sender = fixture.connect().subscribe("publish", "#");
        sender.send("publish:A.b:2.0.0:" + id(1) + ":" + id(2) + "\nnot \u00e9 json");
        String event = one.receive();
        assertThat(event).startsWith("publish:A.b:2.0.0:").endsWith(":" + id(2) + "\nnot \u00e9 json");
        assertThat(idOf(event)).isNotEqualTo(id(1));
        assertThat(two.receive()).isEqualTo(event);
        assertThat(sender.receive()).isEqualTo(event);
        assertThat(sender.receive()).isEqualTo("response:A.b:2.0.0:" + id(1) + "\n{\"status\":\"success\"}");
        one.ping();
    }

    @Tag("feature-95")
    @Test
    void publishWithoutSubscribersIsRefusedEvenWithoutAnId() {
        start();
        BytePeer sender = fixture.connect();
        assertThat(sender.exchange("publish:nobody:1.0.0\n{}"))
                .startsWith("response:nobody:1.0.0\n{\"error\":{\"code\":\"NO_ROUTE_FOUND\"");
        assertThat(sender.exchange("publish:nobody:1.0.0:" + id(1) + "\n{}"))
                .startsWith("response:nobody:1.0.0:" + id(1) + "\n{\"error\":{\"code\":\"NO_ROUTE_FOUND\"");
    }

    @Test
    void eventsOfOnePublisherArriveInOrder() {
        start();
        BytePeer subscriber = fixture.connect().subscribe("publish", "n");
        BytePeer sender = fixture.connect();
        for (int i = 0; i < 500; i++) {
            sender.send("publish:n:1.0.0\n" + i);
        }
        for (int i = 0; i < 500; i++) {
            assertThat(payloadOf(subscriber.receive())).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void unsubscribedAndClosedClientsGetNothing() {
        start();
        BytePeer gone = fixture.connect().subscribe("publish", "n");
        BytePeer left = fixture.connect().subscribe("publish", "n");
        left.send("request:system.topic.unsubscribe:1.0.0:" + id(1) + "\n{\"action\":\"publish\",\"topic\":\"n\"}");
        assertThat(payloadOf(left.receive())).isEqualTo("{\"status\":\"success\"}");
        gone.close();
        await().until(() -> fixture.server().stats().broker().subscriptions() == 0);
        assertThat(fixture.connect().exchange("publish:n:1.0.0\n{}")).contains("NO_ROUTE_FOUND");
        left.ping();
    }

    @Test
    void serverPublishesItsOwnEvents() {
        start();
        BytePeer subscriber = fixture.connect().subscribe("publish", "events.#");
        fixture.server().publish(Topic.of("events.made", String.class).version("1.4.0"), "x");
        fixture.server().publish("events.raw", Payload.ofText("raw"));
        assertThat(subscriber.receive())
                .startsWith("publish:events.made:1.4.0:")
                .endsWith("\n\"x\"");
        assertThat(subscriber.receive()).startsWith("publish:events.raw:1.0.0:").endsWith("\nraw");
        assertThatThrownBy(() -> fixture.server().publish("other", Map.of()))
                .isInstanceOfSatisfying(
                        ReplyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_ROUTE_FOUND));
        assertThatThrownBy(() -> fixture.server().publish("events.x", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Payload.of");
        assertThatThrownBy(() -> fixture.server().publish(Topic.of("a.#", String.class), "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void subscriberThatDoesNotReadIsCutAndTheOthersGetEverything() {
        fixture.start(server -> server.listen(ListenOptions.builder()
                .port(0)
                .maxFrame(64 * 1024)
                .socket(SocketOptions.builder().sendBuffer(16 * 1024).build())
                .outbound(new OutboundLimits(16 * 1024, 64 * 1024, 256 * 1024, Duration.ofMinutes(10), Overflow.FAIL))
                .build()));
        BytePeer slow = fixture.connect().subscribe("publish", "bulk");
        BytePeer quick = fixture.connect().subscribe("publish", "bulk");
        BytePeer sender = fixture.connect();
        String bulk = "x".repeat(32 * 1024);
        int sent = 0;
        while (fixture.server().connection(slow.id()).isPresent()) {
            // Confirmed one by one, so that only the peer that never reads can fall behind.
            assertThat(sender.exchange("publish:bulk:1.0.0:" + id(sent) + "\n" + bulk))
                    .contains("success");
            assertThat(payloadOf(quick.receive())).hasSize(bulk.length());
            assertThat(++sent)
                    .as("events that a peer was sent and has not read")
                    .isLessThan(2_000);
        }
        quick.ping();
    }
}
