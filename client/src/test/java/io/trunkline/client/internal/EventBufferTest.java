package io.trunkline.client.internal;

import io.trunkline.Overflow;
import io.trunkline.client.internal.EventBuffer.Offer;
import io.trunkline.transport.internal.MemoryBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class EventBufferTest {
    private final MemoryBudget memory = new MemoryBudget(1 << 30);
    private static final int OVERHEAD = 128;

    @Test
    void theNumberOfEventsPassesAndOneMoreDoesNot() {
        EventBuffer buffer = new EventBuffer(2, 1 << 20, Overflow.DROP_NEWEST, memory);
        assertThat(buffer.offer(event(1))).isEqualTo(Offer.FIRST);
        assertThat(buffer.offer(event(2))).isEqualTo(Offer.QUEUED);
        assertThat(buffer.offer(event(3))).isEqualTo(Offer.DROPPED);
        assertThat(buffer.dropped()).isEqualTo(1);
    }

    @Test
    void theBytesPassAndOneMoreDoesNot() {
        EventBuffer buffer = new EventBuffer(100, 2L * (OVERHEAD + 10), Overflow.DROP_NEWEST, memory);
        assertThat(buffer.offer(event(10))).isEqualTo(Offer.FIRST);
        assertThat(buffer.offer(event(11))).isEqualTo(Offer.DROPPED);
        assertThat(buffer.offer(event(10))).isEqualTo(Offer.QUEUED);
    }

    @Test
    void anEventAboveTheByteBoundIsTakenByAnEmptyBufferAlone() {
        EventBuffer buffer = new EventBuffer(100, 200, Overflow.DROP_NEWEST, memory);
        assertThat(buffer.offer(event(5_000))).isEqualTo(Offer.FIRST);
        assertThat(buffer.offer(event(1))).isEqualTo(Offer.DROPPED);
        assertThat(buffer.poll()).isNotNull();
        assertThat(buffer.offer(event(1))).isEqualTo(Offer.QUEUED);
    }

    @ParameterizedTest
    @CsvSource({"FAIL, FAILED", "CLOSE, CLOSE_CONNECTION", "DROP_NEWEST, DROPPED", "DROP_OLDEST, EVICTED"})
    void aFullBufferDoesWhatItsPolicySays(Overflow policy, Offer expected) {
        EventBuffer buffer = new EventBuffer(1, 1 << 20, policy, memory);
        buffer.offer(event(1));
        assertThat(buffer.offer(event(2))).isEqualTo(expected);
        assertThat(buffer.dropped()).isEqualTo(1);
    }

    @Test
    void anEmptyPollEndsTheDrainAndTheNextOfferAsksForAnother() {
        EventBuffer buffer = new EventBuffer(5, 1 << 20, Overflow.FAIL, memory);
        buffer.offer(event(1));
        assertThat(buffer.poll()).isNotNull();
        assertThat(buffer.offer(event(1))).as("the drain is still at work").isEqualTo(Offer.QUEUED);
        assertThat(buffer.poll()).isNotNull();
        assertThat(buffer.poll()).isNull();
        assertThat(buffer.offer(event(1))).isEqualTo(Offer.FIRST);
    }

    @Test
    void finishKeepsWhatIsHeldAndEndForgetsIt() {
        EventBuffer buffer = new EventBuffer(5, 1 << 20, Overflow.FAIL, memory);
        assertThat(buffer.finish()).as("idle").isFalse();
        assertThat(buffer.offer(event(1))).isEqualTo(Offer.ENDED);
        EventBuffer busy = new EventBuffer(5, 1 << 20, Overflow.FAIL, memory);
        busy.offer(event(1));
        assertThat(busy.finish()).isTrue();
        assertThat(busy.poll()).isNotNull();
        EventBuffer ended = new EventBuffer(5, 1 << 20, Overflow.FAIL, memory);
        ended.offer(event(1));
        ended.end();
        assertThat(ended.poll()).isNull();
    }

    @Test
    void whatIsHeldIsChargedToTheBudget() {
        EventBuffer buffer = new EventBuffer(5, 1 << 20, Overflow.FAIL, memory);
        buffer.offer(event(10_000));
        assertThat(memory.used()).isEqualTo(event(10_000).bytes());
        buffer.poll();
        assertThat(memory.used()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"DROP_OLDEST", "DROP_NEWEST"})
    void behavesLikeABoundedDequeUnderRandomOperations(Overflow policy) {
        long seed = policy == Overflow.DROP_OLDEST ? 20_261_120L : 20_261_121L;
        Random random = new Random(seed);
        EventBuffer buffer = new EventBuffer(10, 2_000, policy, memory);
        Deque<Event> model = new ArrayDeque<>();
        long dropped = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(3) > 0) {
                Event event = event(random.nextInt(400));
                while (policy == Overflow.DROP_OLDEST && !fits(model, event)) {
                    model.removeFirst();
                    dropped++;
                }
                if (fits(model, event)) {
                    model.addLast(event);
                } else {
                    dropped++;
                }
                buffer.offer(event);
            } else {
                assertThat(buffer.poll()).as("step %d of seed %d", step, seed).isSameAs(model.pollFirst());
            }
            assertThat(buffer.dropped()).as("step %d of seed %d", step, seed).isEqualTo(dropped);
        }
        buffer.end();
        assertThat(memory.used()).isZero();
    }

    private static boolean fits(Deque<Event> model, Event event) {
        long bytes = model.stream().mapToLong(Event::bytes).sum();
        return model.size() < 10 && (model.isEmpty() || bytes + event.bytes() <= 2_000);
    }

    private static Event event(int payload) {
        return Events.event("publish:a.b:1.0.0", new byte[payload]);
    }
}
