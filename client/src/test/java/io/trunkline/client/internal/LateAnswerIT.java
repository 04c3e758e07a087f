package io.trunkline.client.internal;

import io.trunkline.Payload;
import io.trunkline.client.Connected;
import io.trunkline.client.LeftThreads;
import io.trunkline.client.PeerSession;
import io.trunkline.client.TrunklineClient;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LateAnswerIT {
    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void anAnswerThatNobodyWaitsForIsCountedAndLeavesNothingInFlight() {
        try (Connected it = Connected.plain()) {
            TrunklineClient client = it.client;
            CompletableFuture<Payload> abandoned = client.requestAsync("echo", 1);
            PeerSession.Seen request = it.broker.take();
            assertThat(client.stats().inFlight()).isEqualTo(1);
            abandoned.cancel(false);
            assertThat(client.stats().inFlight()).isZero();
            it.broker.answer(request, "1").answer(request, "1");
            CompletableFuture<Payload> next = client.requestAsync("echo", 2);
            it.broker.answer(it.broker.take(), "2");
            assertThat(next.join().text()).isEqualTo("2");
            assertThat(client.stats().lateAnswers()).isEqualTo(2);
            assertThat(client.stats().inFlight()).isZero();
        }
    }
}
