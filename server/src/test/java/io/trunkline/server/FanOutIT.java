package io.trunkline.server;

import io.trunkline.Overflow;
import io.trunkline.codec.Framing;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.idOf;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;

/** Events on their way to many, over several loops, in every shape, and to peers that do not read. */
class FanOutIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private void start(int loops) {
        fixture.start(server -> server.listen(
                        ListenOptions.builder().name("envelope").port(0).build())
                .listen(ListenOptions.builder()
                        .name("prefixed")
                        .port(0)
                        .framing(Framing.LENGTH_PREFIXED)
                        .build())
                .options(ServerOptions.builder().loops(loops).build()));
    }

    private BytePeer envelope() {
        return fixture.connect("envelope", Framing.ENVELOPE);
    }

    private BytePeer prefixed() {
        return fixture.connect("prefixed", Framing.LENGTH_PREFIXED);
    }

    private static BytePeer hello(BytePeer peer, String flag, int maxFrame) {
        assertThat(peer.exchange("request:system.hello:1.0.0:" + id(9) + "\n{\"flags\":[" + flag
                        + "],\"compression\":[\"deflate\"],\"maxFrame\":" + maxFrame + ",\"maxMessage\":1048576}"))
                .contains("\"status\":\"success\"");
        return peer;
    }

    /** Small ones are joined to one write, large ones are referred to; both arrive whole, in order, and confirmed last. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void burstArrivesInOrderAtEverySubscriberOfEveryLoopAndIsConfirmed(int loops) {
        start(loops);
        List<BytePeer> subscribers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            subscribers.add((i % 2 == 0 ? envelope() : prefixed()).subscribe("publish", "n.#"));
        }
        BytePeer sender = envelope();
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String body = i % 50 == 49 ? "x".repeat(40_000) + i : String.valueOf(i);
            frames.add(sender.frame("publish:n.a" + i % 3 + ":1.0.0:" + id(i) + "\n" + body));
        }
        frames.forEach(sender::sendBytes);
        for (BytePeer subscriber : subscribers) {
            for (int i = 0; i < 300; i++) {
                assertThat(payloadOf(subscriber.receive())).endsWith(String.valueOf(i));
            }
        }
        List<String> confirmed = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String answer = sender.receive();
            assertThat(answer).endsWith("{\"status\":\"success\"}");
            confirmed.add(idOf(answer));
        }
        assertThat(confirmed).doesNotHaveDuplicates().hasSize(300);
    }

    /** A request behind a publish does not overtake it where both go to one peer. */
    @Test
    void publishGoesBeforeTheRequestThatWasSentAfterIt() {
        start(1);
        BytePeer target = envelope().subscribe("both", "svc");
        BytePeer sender = envelope();
        for (int i = 0; i < 50; i++) {
            byte[] publish = sender.frame("publish:svc:1.0.0\n" + i);
            byte[] request = sender.frame("request:svc:1.0.0\n" + i);
            byte[] both = java.util.Arrays.copyOf(publish, publish.length + request.length);
            System.arraycopy(request, 0, both, publish.length, request.length);
            sender.sendBytes(both);
            assertThat(target.receive()).startsWith("publish:");
            assertThat(target.receive()).isEqualTo("request:svc:1.0.0\n" + i);
        }
    }

    /** So many that they are visited over several turns, which the request must not be quicker than. */
    @Test
    void requestDoesNotOvertakeAnEventThatIsOnItsWayRoundManySubscribers() {
        start(1);
        List<BytePeer> subscribers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            subscribers.add(envelope().subscribe("publish", "n"));
        }
        BytePeer last = subscribers.get(199).subscribe("request", "svc");
        BytePeer sender = envelope();
        for (int i = 0; i < 20; i++) {
            sender.sendBytes(sender.frame("publish:n:1.0.0\n" + i));
            sender.sendBytes(sender.frame("request:svc:1.0.0\n" + i));
            assertThat(last.receive()).startsWith("publish:").endsWith("\n" + i);
            assertThat(last.receive()).isEqualTo("request:svc:1.0.0\n" + i);
        }
        for (BytePeer subscriber : subscribers.subList(0, 199)) {
            for (int i = 0; i < 20; i++) {
                assertThat(payloadOf(subscriber.receive())).isEqualTo(String.valueOf(i));
            }
        }
    }

    /** It publishes to many, and is gone: who waits for its answer hears the event, then of its end. */
    @Test
    void endOfAPublisherDoesNotOvertakeItsEvents() {
        start(1);
        List<BytePeer> subscribers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            subscribers.add(envelope().subscribe("publish", "n"));
        }
        for (int i = 0; i < 10; i++) {
            BytePeer service = envelope().subscribe("request", "svc");
            for (BytePeer caller : subscribers) {
                caller.sendBytes(caller.frame("request:svc:1.0.0:" + id(i) + "\n" + i));
                service.receive();
            }
            service.sendBytes(service.frame("publish:n:1.0.0\n" + i));
            service.close();
            for (BytePeer caller : subscribers) {
                assertThat(caller.receive()).startsWith("publish:").endsWith("\n" + i);
                assertThat(caller.receive()).startsWith("response:").contains("\"error\"");
            }
        }
    }

    /** What one gets that leaves in the midst of a round is its own affair; the others get all. */
    @Test
    void subscribersThatComeAndGoDuringARoundDisturbNobody() {
        start(1);
        List<BytePeer> staying = new ArrayList<>();
        List<BytePeer> leaving = new ArrayList<>();
        for (int i = 0; i < 75; i++) {
            leaving.add(envelope().subscribe("publish", "n"));
            staying.add(envelope().subscribe("publish", "n"));
        }
        BytePeer sender = envelope();
        for (int i = 0; i < 75; i++) {
            sender.sendBytes(sender.frame("publish:n:1.0.0\n" + i));
            leaving.get(i).close();
        }
        for (BytePeer subscriber : staying) {
            for (int i = 0; i < 75; i++) {
                assertThat(payloadOf(subscriber.receive())).isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void everyShapeIsMadeForThoseWhoTakeIt() {
        start(2);
        BytePeer plain = envelope().subscribe("publish", "n");
        BytePeer prefixed = prefixed().subscribe("publish", "n");
        BytePeer flagged = hello(envelope().subscribe("publish", "n"), "\"binary\"", 1_048_576);
        BytePeer cut = hello(envelope().subscribe("publish", "n"), "\"more\"", 500);
        BytePeer deflated = hello(envelope().subscribe("publish", "n"), "\"compressed\"", 500);
        BytePeer narrow = hello(envelope().subscribe("publish", "n"), "", 500);
        BytePeer sender = hello(envelope(), "\"binary\"", 1_048_576);
        String payload = "y".repeat(1_000);
        byte[] message = ("publish:n:1.0.0\n" + payload).getBytes(StandardCharsets.UTF_8);
        sender.sendBytes(sender.frame(2, message));
        BytePeer.Frame whole = plain.receiveFrame();
        assertThat(whole.flags()).isZero();
        assertThat(payloadOf(whole.text())).isEqualTo(payload);
        assertThat(payloadOf(prefixed.receive())).isEqualTo(payload);
        BytePeer.Frame binary = flagged.receiveFrame();
        assertThat(binary.flags()).isEqualTo(2);
        assertThat(binary.body()).isEqualTo(whole.body());
        BytePeer.Frame first = cut.receiveFrame();
        assertThat(first.flags()).isEqualTo(4);
        assertThat(payloadOf(first.text()
                        + cut.receiveFrame().text()
                        + cut.receiveFrame().text()))
                .isEqualTo(payload);
        assertThat(deflated.receiveFrame().flags()).isEqualTo(8);
        narrow.ping();
    }

    /** Row P6 and P16 of the faults: one that does not read lags or is cut alone; the others get everything. */
    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"DROP_OLDEST", "DROP_NEWEST", "CLOSE", "BLOCK"})
    void subscriberThatDoesNotReadLosesEventsOrItsConnectionAndTheOthersNothing(Overflow overflow) {
        fixture.start(server -> server.listen(ListenOptions.builder()
                .port(0)
                .maxFrame(64 * 1024)
                .socket(SocketOptions.builder().sendBuffer(16 * 1024).build())
                .outbound(new OutboundLimits(16 * 1024, 64 * 1024, 256 * 1024, Duration.ofMinutes(10), overflow))
                .build()));
        boolean drops = overflow == Overflow.DROP_NEWEST || overflow == Overflow.DROP_OLDEST;
        BytePeer slow = fixture.connect().subscribe("publish", "bulk");
        BytePeer quick = fixture.connect().subscribe("publish", "bulk");
        BytePeer sender = fixture.connect();
        String bulk = "x".repeat(8 * 1024);
        for (int sent = 0; sent < 2_000; sent++) {
            assertThat(sender.exchange("publish:bulk:1.0.0:" + id(sent) + "\n" + sent + bulk))
                    .contains("success");
            assertThat(payloadOf(quick.receive())).isEqualTo(sent + bulk);
            boolean open = fixture.server().connection(slow.id()).isPresent();
            if (drops && sent > 1_000 && dropped(slow) > 100) {
                assertThat(payloadOf(slow.receive())).endsWith(bulk);
                return;
            }
            if (!drops && !open) {
                return;
            }
        }
        assertThat(drops).as("a peer that never reads is dealt with").isTrue();
        assertThat(dropped(slow)).isPositive();
    }

    private long dropped(BytePeer peer) {
        return fixture.server().connection(peer.id()).orElseThrow().stats().framesDropped();
    }

    /** Other loops must not be handed more than they get rid of, and the publisher not be forgotten either. */
    @Test
    void publisherThatFloodsOtherLoopsIsHeldBackAndEverythingArrives() {
        start(3);
        List<BytePeer> subscribers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            subscribers.add(envelope().subscribe("publish", "n"));
        }
        BytePeer sender = envelope();
        String bulk = "z".repeat(10_000);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 100; i++) {
                sender.send("publish:n:1.0.0\n" + i + bulk);
            }
            for (BytePeer subscriber : subscribers) {
                for (int i = 0; i < 100; i++) {
                    assertThat(payloadOf(subscriber.receive())).isEqualTo(i + bulk);
                }
            }
        }
        sender.ping();
    }
}
