package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A loop over a selector that returns at once, on a clock that moves 1 µs per look. */
class LoopWaitTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final FakeSelector fake = new FakeSelector();
    private long now;
    private final Ticker ticker = () -> now += 1_000;

    @Test
    void loopThatDoesNotSpinSleepsAtOnce() throws IOException {
        try (Selector sound = Selector.open()) {
            EventLoop loop = loop(0, fake, sound);
            loop.runTurn(HOUR);
            assertThat(fake.selects).hasValue(1);
            assertThat(fake.polls).hasValue(0);
            end(loop);
        }
    }

    @Test
    void loopThatSpinsLooksAgainAndAgainBeforeItSleeps() {
        EventLoop loop = loop(TimeUnit.MICROSECONDS.toNanos(50), fake);
        loop.runTurn(HOUR);
        assertThat(fake.polls.get()).isBetween(20, 50);
        assertThat(fake.selects).as("and then sleeps").hasValue(1);
        end(loop);
    }

    @Test
    void loopThatSpinsIsNotWokenForATask() throws InterruptedException {
        Queue<Runnable> duringTheSpin = new ArrayDeque<>();
        EventLoop[] spinning = new EventLoop[1];
        Ticker handing = () -> {
            Runnable next = duringTheSpin.poll();
            if (next != null) {
                next.run();
            }
            return ticker.nanos();
        };
        EventLoop loop = new EventLoop("spinning-loop", handing, () -> fake, TimeUnit.MICROSECONDS.toNanos(50));
        spinning[0] = loop;
        loop.bindToCurrentThread();
        boolean[] ran = new boolean[1];
        duringTheSpin.add(() -> {});
        duringTheSpin.add(() -> {});
        duringTheSpin.add(() -> spinning[0].execute(() -> ran[0] = true));
        loop.runTurn(HOUR);
        loop.runTurn(0);

        assertThat(ran[0]).isTrue();
        assertThat(fake.wakeUps).hasValue(0);
        assertThat(fake.selects).as("sleeps").hasValue(0);
        end(loop);
    }

    @Test
    void spinEndsWithTheNextDeadline() {
        EventLoop loop = loop(TimeUnit.MILLISECONDS.toNanos(1), fake);
        boolean[] fired = new boolean[1];
        loop.schedule(TimeUnit.MICROSECONDS.toNanos(20), () -> fired[0] = true);
        loop.runTurn(HOUR);
        assertThat(fired[0]).isTrue();
        assertThat(fake.polls.get()).isLessThan(21);
        end(loop);
    }

    /** Covers faults.md P9, without a socket: what is watched moves to the new selector, with its interest and its owner. */
    @Test
    void selectorThatSpinsIsReplacedOnceAndWhatItWatchedLivesOn() throws IOException {
        try (Selector sound = Selector.open()) {
            EventLoop loop = loop(0, fake, sound);
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            RecordingSelectable reader = new RecordingSelectable();
            SelectionKey key = loop.register(pipe.source(), SelectionKey.OP_READ, reader);
            for (int i = 0; i <= SpinDetector.LIMIT; i++) {
                loop.runTurn(HOUR);
            }
            assertThat(loop.selectorRebuilds()).isEqualTo(1);
            assertThat(fake.isOpen()).isFalse();
            assertThat(key.isValid()).isTrue();
            assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
            assertThat(key.selector()).isSameAs(sound);

            pipe.sink().write(java.nio.ByteBuffer.allocate(1));
            loop.runTurn(HOUR);
            assertThat(reader.readyKeys).containsExactly(key);
            pipe.source().close();
            pipe.sink().close();
            end(loop);
        }
    }

    /** The new one is no better: it is kept, and every further premature select costs a pause instead of a core. */
    @Test
    void selectorIsNotReplacedAgainAndAgain() {
        EventLoop loop = loop(0, fake, new FakeSelector());
        for (int i = 0; i < 2 * SpinDetector.LIMIT + 5; i++) {
            loop.runTurn(HOUR);
        }
        assertThat(loop.selectorRebuilds()).isEqualTo(1);
        end(loop);
    }

    @Test
    void selectorThatCannotBeReplacedIsKept() {
        EventLoop loop = loop(0, fake);
        for (int i = 0; i <= SpinDetector.LIMIT; i++) {
            loop.runTurn(HOUR);
        }
        assertThat(loop.selectorRebuilds()).isZero();
        assertThat(fake.isOpen()).isTrue();
        end(loop);
    }

    private EventLoop loop(long spinNanos, Selector... selectors) {
        Queue<Selector> left = new ArrayDeque<>(List.of(selectors));
        SelectorSource source = () -> {
            Selector next = left.poll();
            if (next == null) {
                throw new IOException("Too many open files");
            }
            return next;
        };
        EventLoop loop = new EventLoop("waiting-loop", ticker, source, spinNanos);
        loop.bindToCurrentThread();
        return loop;
    }

    private static void end(EventLoop loop) {
        loop.close();
        loop.runTurn(0);
        assertThat(loop.isEnded()).isTrue();
    }
}
