package io.trunkline.server.internal.broker;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopCountTest {
    @Test
    void nothingIsLostBetweenTheLoopAndOthers() throws Exception {
        LoopCount count = new LoopCount();
        for (int i = 0; i < 200_000; i++) {
            count.raise();
        }
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> lower(count));
        CompletableFuture<Void> two = CompletableFuture.runAsync(() -> lower(count));
        for (int i = 0; i < 50_000; i++) {
            count.raise();
            count.lower(true);
        }
        CompletableFuture.allOf(one, two).get();
        assertThat(count.get()).isEqualTo(100_000);
    }

    private static void lower(LoopCount count) {
        for (int i = 0; i < 50_000; i++) {
            count.lower(false);
        }
    }
}
