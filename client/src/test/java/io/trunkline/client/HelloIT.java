package io.trunkline.client;

import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.Framing;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HelloIT {
    private static final String SMALL_FRAMES = "{\"status\":\"success\",\"protocol\":1,\"flags\":[\"binary\",\"more\"],"
            + "\"maxFrame\":2048,\"maxMessage\":20000}";

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void aMessageAboveThePeersFrameLimitIsCutIntoFragments() {
        byte[] bytes = new byte[10_000];
        new Random(7).nextBytes(bytes);
        bytes[0] = 0;
        try (Connected it = Connected.over(Framing.ENVELOPE, SMALL_FRAMES, options -> {})) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", Payload.of(bytes));
            PeerSession.Seen first = it.broker.takeFrame();
            assertThat(first.flags()).as("BINARY and MORE").isEqualTo(6);
            assertThat(first.header()).startsWith("request:echo:1.0.0:");
            assertThat(first.header().length() + 1 + first.payload().length).isEqualTo(2_048);
            byte[] joined = first.payload();
            int flags = first.flags();
            while ((flags & 4) != 0) {
                PeerSession.RawFrame next = it.broker.takeRaw();
                assertThat(next.length()).isLessThanOrEqualTo(2_048);
                flags = next.flags();
                joined = next.appendedTo(joined);
            }
            assertThat(flags).as("BINARY on all, MORE on all but the last").isEqualTo(2);
            assertThat(joined).isEqualTo(bytes);
            it.broker.answer(first, "1");
            answer.join();
        }
    }

    @Test
    void aMessageAboveThePeersMessageLimitFailsHere() {
        try (Connected it = Connected.over(Framing.ENVELOPE, SMALL_FRAMES, options -> {})) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", Payload.of(new byte[20_000]));
            PayloadException error = RequestIT.failure(answer, PayloadException.class);
            assertThat(error.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(error.reason()).isEqualTo("FRAME_TOO_LARGE");
            assertThat(error).hasMessageContaining("20000");
        }
    }

    @Test
    void withoutTheFlagNothingIsCutAndTheFrameLimitHolds() {
        String hello = "{\"status\":\"success\",\"flags\":[],\"maxFrame\":2048,\"maxMessage\":20000}";
        try (Connected it = Connected.over(Framing.ENVELOPE, hello, options -> {})) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", Payload.of(new byte[2_048]));
            assertThat(RequestIT.failure(answer, PayloadException.class).reason())
                    .isEqualTo("FRAME_TOO_LARGE");
        }
    }

    @Test
    void theLimitsOfTheBrokerAreKeptDownToTheSmallestThatIsAllowed() {
        String hello = "{\"status\":\"success\",\"flags\":[],\"maxFrame\":367,\"maxMessage\":367}";
        try (Connected it = Connected.over(Framing.ENVELOPE, hello, options -> {})) {
            PayloadException over = RequestIT.failure(
                    it.client.requestAsync("echo", Payload.of(new byte[367])), PayloadException.class);
            assertThat(over.reason()).isEqualTo("FRAME_TOO_LARGE");
            it.client.publish("a.b", Payload.of(new byte[367 - "publish:a.b:1.0.0\n".length()]));
            assertThat(it.broker.take().header()).isEqualTo("publish:a.b:1.0.0");
        }
    }

    @Test
    @Tag("feature-7")
    void theBinaryFlagIsSetOnOpaquePayloadsOnlyAndOnlyWhenAnnounced() {
        try (Connected it = Connected.over(Framing.ENVELOPE, SMALL_FRAMES, options -> {})) {
            it.client.publish("a.b", Payload.of(new byte[] {1, 2, 3}));
            assertThat(it.broker.take().flags()).isEqualTo(2);
            it.client.publish("a.b", Payload.json("text"));
            assertThat(it.broker.take().flags()).isZero();
            it.client.publish("a.b", "text");
            assertThat(it.broker.take().flags()).isZero();
        }
        try (Connected it = Connected.plain()) {
            it.client.publish("a.b", Payload.of(new byte[] {1, 2, 3}));
            assertThat(it.broker.take().flags()).isZero();
        }
    }

    @Test
    void fragmentsFromTheBrokerAreJoined() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            PeerSession.Seen request = it.broker.take();
            String header = "response:echo:1.0.0:" + request.id();
            it.broker
                    .raw(it.broker.frame(4, header, Connected.utf8("\"one ")))
                    .raw(new byte[] {0, 0, 0, 0, 0, 0, 0, 1})
                    .raw(it.broker.frame(4, Connected.utf8("two ")))
                    .raw(it.broker.frame(0, Connected.utf8("three\"")));
            assertThat(answer.join().text()).isEqualTo("\"one two three\"");
        }
    }

    @Test
    void theBrokersHeartbeatIsAnswered() {
        try (Connected it = Connected.plain()) {
            it.broker.send("request:system.heartbeat:1.0.0", "{}");
            PeerSession.Seen answer = it.broker.take();
            assertThat(answer.header()).isEqualTo("response:system.heartbeat:1.0.0");
            assertThat(answer.text()).isEqualTo("{\"status\":\"success\"}");
        }
    }

    @Test
    void aRequestThatNobodyServesIsRefusedUnlessItIsOneWay() {
        try (Connected it = Connected.plain()) {
            it.broker.send("request:some.work:1.0.0", "{}");
            it.broker.send("request:some.work:1.0.0:123e4567-e89b-42d3-a456-426614174000::500", "{}");
            PeerSession.Seen answer = it.broker.take();
            assertThat(answer.header()).isEqualTo("response:some.work:1.0.0:123e4567-e89b-42d3-a456-426614174000");
            assertThat(answer.text()).startsWith("error:{").contains("NO_ROUTE_FOUND");
        }
    }

    @Test
    void unreadableMessagesCostThemselvesUntilThereAreSeventeen() {
        try (Connected it = Connected.plain()) {
            for (int i = 0; i < 16; i++) {
                it.broker.raw(it.broker.frame(0, Connected.utf8("no header at all\n")));
                PeerSession.Seen complaint = it.broker.take();
                assertThat(complaint.header()).isEqualTo("response:error:1.0.0");
                assertThat(complaint.text()).startsWith("error:{").contains("MALFORMED_MESSAGE", "MALFORMED_HEADER");
            }
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            it.broker.answer(it.broker.take(), "1");
            assertThat(answer.join().text()).isEqualTo("1");
            it.broker.raw(it.broker.frame(0, new byte[0]));
            it.client.awaitClosed();
            assertThatThrownBy(() -> it.client.publish("a.b", 1)).hasMessageContaining("no broker messages");
        }
    }

    @Test
    void unknownAndUnaskedAnswersAreSwallowed() {
        try (Connected it = Connected.plain()) {
            it.broker
                    .send("response:system.heartbeat:1.0.0", "{\"status\":\"success\"}")
                    .send("response:error:1.0.0", "error:{\"code\":\"MALFORMED_MESSAGE\",\"message\":\"m\"}")
                    .send("response:a.b:1.0.0:123e4567-e89b-42d3-a456-426614174000", "1")
                    .send("publish:system.shutdown:1.0.0", "{\"message\":\"bye\",\"gracePeriod\":1}")
                    .initialize();
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            PeerSession.Seen next = it.broker.take();
            assertThat(next.topic())
                    .as("a second initialize brings no second hello")
                    .isEqualTo("echo");
            it.broker.answer(next, "1");
            answer.join();
        }
    }
}
