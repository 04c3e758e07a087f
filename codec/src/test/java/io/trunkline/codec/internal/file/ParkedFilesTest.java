package io.trunkline.codec.internal.file;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ParkedFilesTest {
    private static final long PARK = TransferLimits.PARK.toNanos();
    private final ParkedFiles parked = new ParkedFiles();

    private static ParkedFiles.Key key(String owner, String id) {
        return ParkedFiles.Key.of(owner, new FileMessage.Start(id, "f", 10, 5, null, true, 0));
    }

    @Test
    void aFileIsTakenOnceByItsOwner() {
        parked.park(key("ann", "t"), 5, 0);

        assertThat(parked.take(key("bob", "t"), 0)).isEmpty();
        assertThat(parked.take(key("ann", "u"), 0)).isEmpty();
        assertThat(parked.take(key("ann", "t"), 0)).hasValue(5);
        assertThat(parked.take(key("ann", "t"), 0)).isEmpty();
    }

    @Test
    void aFileWaitsTenMinutesAndNotOneNanosecondMore() {
        parked.park(key("ann", "t"), 5, 7);
        parked.park(key("ann", "u"), 5, 8);
        assertThat(parked.expire(7 + PARK - 1)).isEmpty();

        assertThat(parked.take(key("ann", "t"), 7 + PARK)).isEmpty();
        assertThat(parked.expire(7 + PARK)).containsExactly(key("ann", "t"));
        assertThat(parked.take(key("ann", "u"), 7 + PARK)).hasValue(5);
        assertThat(parked.size()).isZero();
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        for (int i = 0; i < ParkedFiles.MAX_PARKED; i++) {
            assertThat(parked.park(key("ann", "t" + i), i, i)).isEmpty();
        }
        List<ParkedFiles.Key> gone = parked.park(key("ann", "one more"), 1, 5_000);

        assertThat(gone).containsExactly(key("ann", "t0"));
        assertThat(parked.size()).isEqualTo(ParkedFiles.MAX_PARKED);
    }
}
