package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.TrunklineException;
import io.trunkline.transport.ConnectionLostException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** One call of a model's user, and how it was told to have ended. Caller-confined. */
final class ModelCall {
    final CompletableFuture<?> future;
    final int number;
    private final boolean echoes;
    private int ends;
    private @Nullable Object answer;
    private @Nullable RuntimeException failure;

    ModelCall(CompletableFuture<?> future, int number, boolean echoes) {
        this.future = future;
        this.number = number;
        this.echoes = echoes;
        CompletionStage<?> stage = future;
        stage.whenComplete((value, error) -> {
            ends++;
            answer = value;
            failure = Failures.unwrap(error);
        });
    }

    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /** How it failed, which is to be of this type. */
    <E extends RuntimeException> E failure(Class<E> type) {
        assertThat(future).as("ended").isCompletedExceptionally();
        assertThat(failure).isInstanceOf(type);
        return type.cast(Objects.requireNonNull(failure));
    }

    boolean hasEndedOnce() {
        return ends == 1;
    }

    boolean isAnsweredWrongly() {
        return echoes && ends > 0 && failure == null && !Integer.valueOf(number).equals(answer);
    }

    /** It was told that nothing of it was sent. */
    boolean isSaidUnsent() {
        return failure instanceof TrunklineException known && known.delivery() == Delivery.NOT_SENT;
    }

    /** It ended by a lost connection though nothing of it was sent. */
    boolean isLostUnsent() {
        return failure instanceof ConnectionLostException && isSaidUnsent();
    }

    @Override
    public String toString() {
        return number + " ended " + ends + " times: " + (failure == null ? answer : failure);
    }
}
