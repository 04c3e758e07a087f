package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.Outgoing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The fan-out of a loop whose turns are made by hand. */
class LoopFanOutTest {
    private static final int MANY = 1_000;
    private static final TopicName TOPIC = TopicName.of("n");
    private static final MemoryBudget MEMORY = new MemoryBudget(100_000_000);

    private final HandDrivenHome home = new HandDrivenHome();
    private final LoopFanOut fanOut = new LoopFanOut(home);
    private final FakePeer publisher = new FakePeer("publisher");
    private long published;

    private Recipients recipients(List<FakePeer> peers) {
        return new Recipients(List.of(new Recipients.Group(fanOut, List.copyOf(peers))));
    }

    private static List<FakePeer> peers(int count) {
        List<FakePeer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(new FakePeer("peer " + i));
        }
        return peers;
    }

    /** One that asks to be confirmed; answers what it looks like on the wire. */
    private byte[] publish(Recipients to, FakePeer from, int size) {
        published++;
        byte[] payload = (published + "x".repeat(size)).getBytes(StandardCharsets.US_ASCII);
        byte[] head = "publish:n\n".getBytes(StandardCharsets.US_ASCII);
        Event event = new Event(head, new Body(payload, 0, payload.length, false), MEMORY);
        fanOut.publish(event, to, from, new RequestHead(TOPIC, SemVer.DEFAULT, new UUID(0, published), null, 1));
        return bytes(List.of(event.whole(FrameKind.PLAIN)));
    }

    private static byte[] bytes(List<? extends Outgoing> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Outgoing frame : frames) {
            byte[] one = new byte[frame.size()];
            frame.writeTo(one, 0);
            all.writeBytes(one);
        }
        return all.toByteArray();
    }

    private static void nothing() {}

    @Test
    void someArePassedInEachTurnAndAllInTheEnd() {
        List<FakePeer> subscribers = peers(MANY);
        byte[] event = publish(recipients(subscribers), publisher, 10);
        fanOut.handOver();
        assertThat(subscribers).filteredOn(peer -> !peer.delivered.isEmpty()).hasSize(LoopFanOut.VISITS_PER_TURN);
        assertThat(publisher.log).as("confirmed when all have it").isEmpty();
        int turns = 1;
        for (; !home.isIdle(); turns++) {
            home.turn(LoopFanOutTest::nothing);
        }
        assertThat(turns).isEqualTo(1 + MANY / LoopFanOut.VISITS_PER_TURN + 1);
        assertThat(subscribers)
                .allSatisfy(peer -> assertThat(bytes(peer.delivered)).isEqualTo(event));
        assertThat(publisher.log).containsExactly("acknowledge 1");
    }

    /** An event per turn would be 160 writes to each, if it did not join what is under way. */
    @Test
    void whatComesMeanwhileCostsEachSubscriberOneWritePerRound() {
        List<FakePeer> subscribers = peers(MANY);
        Recipients all = recipients(subscribers);
        for (int i = 0; i < 160; i++) {
            home.turn(() -> {
                publish(all, publisher, 10);
                fanOut.handOver();
            });
        }
        while (!home.isIdle()) {
            home.turn(LoopFanOutTest::nothing);
        }
        assertThat(subscribers).allSatisfy(peer -> {
            assertThat(peer.delivered.stream().mapToInt(Outgoing::frames).sum()).isEqualTo(160);
            assertThat(peer.delivered).hasSizeLessThan(14);
        });
        assertThat(publisher.log).hasSize(160).doesNotHaveDuplicates();
    }

    @Test
    void flushLeavesNothingUnderWay() {
        List<FakePeer> subscribers = peers(MANY);
        byte[] event = publish(recipients(subscribers), publisher, 10);
        fanOut.flush();
        assertThat(subscribers)
                .allSatisfy(peer -> assertThat(bytes(peer.delivered)).isEqualTo(event));
        assertThat(publisher.log).containsExactly("acknowledge 1");
    }

    /** As the end of a subscriber does that has to be cut because it does not read. */
    @Test
    void visitMayFinishTheRoundThatItIsPartOf() {
        List<FakePeer> subscribers = peers(MANY);
        Recipients all = recipients(subscribers);
        subscribers.get(100).onDelivery = fanOut::flush;
        byte[] first = publish(all, publisher, 10);
        fanOut.handOver();
        byte[] second = publish(all, publisher, 20);
        fanOut.handOver();
        home.turn(LoopFanOutTest::nothing);
        assertThat(subscribers).allSatisfy(peer -> {
            assertThat(bytes(peer.delivered)).startsWith(first).endsWith(second);
            assertThat(peer.delivered.stream().mapToInt(Outgoing::size).sum()).isEqualTo(first.length + second.length);
        });
        assertThat(publisher.log).containsExactly("acknowledge 1", "acknowledge 2");
    }

    @Test
    void fewAreGivenItAtOnce() {
        List<FakePeer> subscribers = peers(LoopFanOut.VISITS_PER_TURN);
        publish(recipients(subscribers), publisher, 10);
        fanOut.handOver();
        assertThat(subscribers).allSatisfy(peer -> assertThat(peer.delivered).hasSize(1));
    }

    @Test
    void largeOneIsGivenAtOnceBehindWhatWasUnderWay() {
        List<FakePeer> subscribers = peers(MANY);
        Recipients all = recipients(subscribers);
        byte[] small = publish(all, publisher, 10);
        fanOut.handOver();
        byte[] large = publish(all, publisher, 100_000);
        fanOut.handOver();
        assertThat(subscribers).allSatisfy(peer -> {
            assertThat(bytes(peer.delivered)).startsWith(small).endsWith(large);
            assertThat(peer.delivered).hasSize(2);
        });
    }

    @Test
    void noMoreThan64KiBAreUnderWay() {
        List<FakePeer> subscribers = peers(MANY);
        Recipients all = recipients(subscribers);
        for (int i = 0; i < 100; i++) {
            publish(all, publisher, 1_000);
            fanOut.handOver();
        }
        int first = bytes(subscribers.get(0).delivered).length;
        int last = bytes(subscribers.get(MANY - 1).delivered).length;
        assertThat(first - last).isLessThanOrEqualTo(EventRun.MOST_BYTES);
        assertThat(subscribers)
                .allSatisfy(peer -> assertThat(peer.delivered).allMatch(piece -> piece.size() <= EventRun.MOST_BYTES));
        assertThat(first).as("the test has filled a round").isGreaterThan(EventRun.MOST_BYTES / 2);
    }

    @Test
    void loopThatEndsLetsGoOfWhatIsUnderWay() {
        publish(recipients(peers(MANY)), publisher, 10);
        fanOut.handOver();
        home.end();
        assertThat(home.isIdle()).isTrue();
        assertThat(publisher.log).containsExactly("acknowledge 1");
        fanOut.flush();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverTheOrderEverySubscriberGetsEveryEventOnceAndInOrder(long seed) {
        Random random = new Random(seed);
        List<Audience> audiences = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            audiences.add(new Audience(peers(1 + random.nextInt(300))));
        }
        List<FakePeer> publishers = peers(2);
        for (int step = 0; step < 1_500; step++) {
            // Mostly the same audience, or hardly anything would join.
            Audience audience = audiences.get(Math.max(0, random.nextInt(20) - 17));
            int what = random.nextInt(100);
            if (what < 60) {
                int size = random.nextInt(50) == 0 ? random.nextInt(70_000) : random.nextInt(200);
                audience.expected.writeBytes(
                        publish(audience.recipients, publishers.get(random.nextInt(10) / 9), size));
            } else if (what < 75) {
                fanOut.handOver();
            } else if (what < 78) {
                fanOut.flush();
                audiences.forEach(Audience::assertHasEverything);
            } else {
                home.turn(LoopFanOutTest::nothing);
                audiences.forEach(Audience::assertHasNothingElse);
            }
        }
        fanOut.handOver();
        while (!home.isIdle()) {
            home.turn(LoopFanOutTest::nothing);
        }
        audiences.forEach(Audience::assertHasEverything);
        assertThat(publishers.stream().mapToInt(peer -> peer.log.size()).sum())
                .as("confirmed, seed %d", seed)
                .isEqualTo((int) published);
    }

    /** Subscribers, and what they must have got by the next flush. */
    private final class Audience {
        private final List<FakePeer> peers;
        private final Recipients recipients;
        private final ByteArrayOutputStream expected = new ByteArrayOutputStream();

        Audience(List<FakePeer> peers) {
            this.peers = peers;
            this.recipients = recipients(peers);
        }

        void assertHasEverything() {
            byte[] all = expected.toByteArray();
            assertThat(peers)
                    .allSatisfy(peer -> assertThat(bytes(peer.delivered)).isEqualTo(all));
            peers.forEach(peer -> peer.delivered.clear());
            expected.reset();
        }

        /** A beginning of it. */
        void assertHasNothingElse() {
            byte[] all = expected.toByteArray();
            byte[] got = bytes(peers.get(peers.size() - 1).delivered);
            assertThat(Arrays.mismatch(all, got)).isIn(-1, got.length);
        }
    }
}
