package io.trunkline.server.internal.admission;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BucketTest {
    private static final Pace TEN_OF_100 = new Pace(100, 10);

    private final Bucket bucket = new Bucket(0);

    @Test
    void aBurstIsTakenAtOnceAndOneMoreWithEachInterval() {
        for (int i = 0; i < 10; i++) {
            assertThat(bucket.tryTake(TEN_OF_100, 0)).isTrue();
        }
        assertThat(bucket.tryTake(TEN_OF_100, 99)).isFalse();
        assertThat(bucket.tryTake(TEN_OF_100, 100)).isTrue();
        assertThat(bucket.tryTake(TEN_OF_100, 100)).isFalse();
    }

    @Test
    void whatCannotBeRefusedGoesIntoDebtAndTellsWhenThereIsRoomAgain() {
        assertThat(bucket.take(9, TEN_OF_100, 0)).isZero();
        assertThat(bucket.take(1, TEN_OF_100, 0))
                .as("the tenth, until one of them has filled up")
                .isEqualTo(100);
        assertThat(bucket.take(20, TEN_OF_100, 0)).isEqualTo(2_100);
        assertThat(bucket.tryTake(TEN_OF_100, 2_099)).isFalse();
        assertThat(bucket.tryTake(TEN_OF_100, 2_100)).isTrue();
    }

    @Test
    void anyCountAtTheSlowestPaceOwesTwoDaysAtMost() {
        long day = TimeUnit.DAYS.toNanos(1);
        Pace slowest = new Pace(day, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take(Integer.MAX_VALUE, slowest, Long.MAX_VALUE - 5))
                    .isEqualTo(2 * day);
        }
    }
}
