package io.trunkline.transport.internal;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Buffers that are lent and come back. */
@Tag("feature-183")
class ChunkPoolTest {
    private final ChunkPool pool = new ChunkPool();

    @Test
    @Tag("feature-142")
    void whatCameBackIsLentAgainAndEmpty() {
        Chunk chunk = pool.take(10);
        chunk.to = 10;
        chunk.from = 3;
        pool.give(chunk);

        Chunk again = pool.take(Chunk.CAPACITY);
        assertThat(again).isSameAs(chunk);
        assertThat(again.size()).isZero();
        assertThat(again.room()).isEqualTo(Chunk.CAPACITY);
        assertThat(pool.take(1)).isNotSameAs(chunk);
    }

    @Test
    void largeOnesAreMadeAndNotKept() {
        Chunk large = pool.take(Chunk.CAPACITY + 1);
        assertThat(large.room()).isEqualTo(Chunk.CAPACITY + 1);
        pool.give(large);
        assertThat(pool.take(1)).isNotSameAs(large);
    }

    @Test
    void onlySoManyAreKept() {
        List<Chunk> lent = new ArrayList<>();
        for (int i = 0; i <= ChunkPool.MAX_KEPT; i++) {
            lent.add(pool.take(1));
        }
        lent.forEach(pool::give);
        List<Chunk> again = new ArrayList<>();
        for (int i = 0; i <= ChunkPool.MAX_KEPT; i++) {
            again.add(pool.take(1));
        }
        again.retainAll(lent);
        assertThat(again).hasSize(ChunkPool.MAX_KEPT);
    }
}
