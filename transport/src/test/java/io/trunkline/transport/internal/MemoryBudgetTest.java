package io.trunkline.transport.internal;

import io.trunkline.transport.internal.MemoryBudget.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(1_000);
    private final List<Level> changes = new ArrayList<>();

    MemoryBudgetTest() {
        budget.onChange(() -> changes.add(budget.level()));
    }

    private Level at(long used) {
        budget.add(used - budget.used());
        return budget.level();
    }

    @Test
    void eachMarkIsInclusiveOnTheWayUpAndExclusiveOnTheWayDown() {
        assertThat(at(799)).isEqualTo(Level.NORMAL);
        assertThat(at(800)).isEqualTo(Level.PRESSED);
        assertThat(at(999)).isEqualTo(Level.PRESSED);
        assertThat(at(1_000)).isEqualTo(Level.FULL);
        assertThat(budget.isFull()).isTrue();
        assertThat(at(800)).isEqualTo(Level.FULL);
        assertThat(at(799)).isEqualTo(Level.PRESSED);
        assertThat(at(600)).isEqualTo(Level.PRESSED);
        assertThat(at(599)).isEqualTo(Level.NORMAL);
        assertThat(changes).containsExactly(Level.PRESSED, Level.FULL, Level.PRESSED, Level.NORMAL);
    }

    @Test
    void oneStepMayCrossEveryMark() {
        assertThat(at(5_000)).isEqualTo(Level.FULL);
        assertThat(at(0)).isEqualTo(Level.NORMAL);
        assertThat(changes).containsExactly(Level.FULL, Level.NORMAL);
    }

    @Test
    void aByteToAndFroAtAMarkChangesNothing() {
        at(800);
        for (int i = 0; i < 100; i++) {
            at(799);
            at(800);
        }
        assertThat(changes).containsExactly(Level.PRESSED);
    }

    @Test
    void aHugeLimitIsCountedWithoutOverflow() {
        MemoryBudget huge = new MemoryBudget(Long.MAX_VALUE);
        huge.add(Long.MAX_VALUE / 10 * 7);
        assertThat(huge.level()).isEqualTo(Level.NORMAL);
        huge.add(Long.MAX_VALUE / 10);
        assertThat(huge.level()).isEqualTo(Level.NORMAL);
        huge.add(Long.MAX_VALUE / 100);
        assertThat(huge.level()).isEqualTo(Level.PRESSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_120L, 20_261_121L, 20_261_122L})
    void behavesLikeTwoSwitchesWithHysteresisUnderRandomCharges(long seed) {
        Random random = new Random(seed);
        long used = 0;
        boolean pressed = false;
        boolean full = false;
        for (int step = 0; step < 20_000; step++) {
            long now = Math.max(0, used + random.nextInt(401) - 200);
            budget.add(now - used);
            used = now;
            full = used >= 1_000 || (full && used >= 800);
            pressed = used >= 800 || (pressed && used >= 600);
            Level expected = full ? Level.FULL : pressed ? Level.PRESSED : Level.NORMAL;
            assertThat(budget.level())
                    .as("step %d of seed %d, %d used", step, seed, used)
                    .isEqualTo(expected);
            assertThat(budget.used()).isEqualTo(used);
        }
    }

    @Test
    void anAccountTellsInStepsAndNothingAtOnce() {
        MemoryAccount account = new MemoryAccount(budget);
        account.hold(MemoryAccount.STEP - 1);
        assertThat(budget.used()).isZero();
        account.hold(MemoryAccount.STEP);
        assertThat(budget.used()).isEqualTo(MemoryAccount.STEP);
        account.hold(2 * MemoryAccount.STEP - 1);
        assertThat(budget.used()).isEqualTo(MemoryAccount.STEP);
        account.hold(1);
        assertThat(budget.used()).isEqualTo(MemoryAccount.STEP);
        account.hold(0);
        assertThat(budget.used()).isZero();
    }

    @Test
    void levelAndSumAreRightWhenManyThreadsHaveChargedAndTakenBack() throws InterruptedException {
        SharedMemoryAccount shared = new SharedMemoryAccount(budget);
        List<Thread> threads = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            int seed = i;
            threads.add(new Thread(() -> chargeAndTakeBack(shared, new Random(seed), go)));
        }
        threads.forEach(Thread::start);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shared.held()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(budget.level()).isEqualTo(Level.NORMAL);
    }

    private static void chargeAndTakeBack(SharedMemoryAccount account, Random random, CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        for (int i = 0; i < 20_000; i++) {
            int bytes = random.nextInt(3 * MemoryAccount.STEP);
            account.change(bytes);
            account.change(-bytes);
        }
    }
}
