package io.trunkline.transport.internal;

import io.trunkline.transport.manual.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventLoopTest {
    private final ManualTicker ticker = new ManualTicker();
    private final EventLoop loop = new EventLoop("manual-loop", ticker);
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void bind() {
        loop.bindToCurrentThread();
    }

    @AfterEach
    void end() {
        loop.close();
        loop.runTurn(0);
    }

    @Test
    void runsTasksInTheOrderInWhichTheyWereGiven() {
        loop.execute(() -> events.add("a"));
        loop.execute(() -> events.add("b"));
        loop.runTurn(0);

        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void taskThatThrowsEvenAnErrorCostsNothingElse() {
        loop.execute(() -> {
            throw new StackOverflowError("thrown on purpose");
        });
        loop.execute(() -> events.add("next"));
        loop.runTurn(0);

        assertThat(events).containsExactly("next");
    }

    @Test
    void deadlineThatThrowsCostsNothingElse() {
        loop.schedule(10, () -> {
            throw new AssertionError("thrown on purpose");
        });
        loop.schedule(20, () -> events.add("next"));
        ticker.advance(Duration.ofNanos(20));
        loop.runTurn(0);

        assertThat(events).containsExactly("next");
    }

    @Test
    void tasksThatAddTasksLeaveTheLoopTimeForItsDeadlines() {
        loop.schedule(0, () -> events.add("deadline"));
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        });
        loop.runTurn(0);

        assertThat(events).containsExactly("deadline");
    }

    @Test
    void deadlinesFireInTheOrderOfTheirInstants() {
        loop.schedule(30, () -> events.add("30"));
        loop.schedule(10, () -> events.add("10"));
        Deadline cancelled = loop.schedule(20, () -> events.add("20"));
        loop.cancel(cancelled);
        loop.runTurn(0);
        assertThat(events).isEmpty();

        ticker.advance(Duration.ofNanos(30));
        loop.runTurn(0);
        assertThat(events).containsExactly("10", "30");
    }

    @Test
    void deadlineThatIsMovedFiresOnceAtItsNewInstant() {
        Deadline deadline = loop.schedule(10, () -> events.add("fired"));
        loop.schedule(deadline, loop.nanos() + 100);
        ticker.advance(Duration.ofNanos(99));
        loop.runTurn(0);
        assertThat(events).isEmpty();

        ticker.advance(Duration.ofNanos(1));
        loop.runTurn(0);
        loop.runTurn(0);
        assertThat(events).containsExactly("fired");
    }

    @Test
    void deadlineHandedOverByAnotherThreadFires() throws Exception {
        elsewhere(() -> loop.schedule(10, () -> events.add("fired")));
        ticker.advance(Duration.ofNanos(10));
        loop.runTurn(0);

        assertThat(events).containsExactly("fired");
    }

    @Test
    void cancelThatOvertakesTheHandOverWins() throws Exception {
        Deadline[] deadline = new Deadline[1];
        elsewhere(() -> deadline[0] = loop.schedule(10, () -> events.add("fired")));
        loop.cancel(deadline[0]);
        ticker.advance(Duration.ofNanos(10));
        loop.runTurn(0);

        assertThat(events).isEmpty();
    }

    @Test
    void cancelByAnotherThreadWinsOverADeadlineThatIsDueInTheSameTurn() throws Exception {
        Deadline deadline = loop.schedule(10, () -> events.add("fired"));
        ticker.advance(Duration.ofNanos(10));
        elsewhere(() -> loop.cancel(deadline));
        loop.runTurn(0);

        assertThat(events).isEmpty();
    }

    @Test
    void cancelByAnotherThreadIsToldOnTheLoopAndOneByTheLoopIsNot() throws Exception {
        Deadline elsewhere = told("elsewhere");
        Deadline here = told("here");
        loop.schedule(elsewhere, 10);
        loop.schedule(here, 10);
        elsewhere(() -> loop.cancel(elsewhere));
        loop.cancel(here);
        assertThat(events).isEmpty();
        loop.runTurn(0);

        assertThat(events).containsExactly("elsewhere");
        assertThat(loop.deadlineCount()).isZero();
    }

    private Deadline told(String name) {
        return new Deadline() {
            @Override
            protected void onDeadline() {
                events.add("fired " + name);
            }

            @Override
            protected void onCancelledElsewhere() {
                events.add(name);
            }
        };
    }

    @Test
    @Timeout(30)
    void taskWakesALoopThatSleeps() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        EventLoop sleeping = new EventLoop("sleeping-loop", Ticker.SYSTEM);
        LoopThread thread = new LoopThread(sleeping, true);
        thread.start();
        try {
            // The loop sleeps for an hour unless it is woken, wherever between its turns these two find it.
            sleeping.execute(() -> {});
            sleeping.execute(ran::countDown);
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            sleeping.close();
            thread.join();
        }
    }

    @Test
    @Timeout(30)
    void earlierDeadlineOfAnotherThreadWakesALoopThatSleeps() throws Exception {
        CountDownLatch fired = new CountDownLatch(1);
        EventLoop sleeping = new EventLoop("sleeping-loop", Ticker.SYSTEM);
        LoopThread thread = new LoopThread(sleeping, true);
        thread.start();
        try {
            sleeping.schedule(TimeUnit.MINUTES.toNanos(30), () -> {});
            sleeping.schedule(TimeUnit.MILLISECONDS.toNanos(1), fired::countDown);
            assertThat(fired.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            sleeping.close();
            thread.join();
        }
    }

    @Test
    void endedLoopRefusesTasksAndHasRunThoseItTook() {
        loop.execute(() -> events.add("taken"));
        loop.close();
        loop.runTurn(0);

        assertThat(loop.isEnded()).isTrue();
        assertThat(events).containsExactly("taken");
        assertThatThrownBy(() -> loop.execute(() -> events.add("lost")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("manual-loop");
        assertThat(loop.tryExecute(() -> events.add("lost"))).isFalse();
    }

    @Test
    void deadlineOfALoopThatEndsIsToldSo() {
        loop.schedule(
                new Deadline() {
                    @Override
                    protected void onDeadline() {
                        events.add("fired");
                    }

                    @Override
                    protected void onLoopEnded() {
                        events.add("ended");
                    }
                },
                loop.nanos() + 1_000);
        loop.close();
        loop.runTurn(0);

        assertThat(events).containsExactly("ended");
    }

    private static void elsewhere(Runnable action) throws InterruptedException {
        Thread thread = new Thread(action, "elsewhere");
        thread.start();
        thread.join();
    }
}
