package io.trunkline.client;

import io.trunkline.Payload;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class CancelIT {
    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                ending("cancel", f -> f.cancel(true), CancellationException.class),
                ending("cancel of a stage", f -> f.thenApply(p -> p).cancel(true), null),
                ending(
                        "cancel of a stage of a stage",
                        f -> f.thenApply(p -> p).thenCompose(p -> f).cancel(true),
                        null),
                ending("complete", f -> f.complete(Payload.EMPTY), null),
                ending("complete of a stage", f -> f.thenApply(p -> p).complete(Payload.EMPTY), null),
                ending(
                        "completeExceptionally",
                        f -> f.completeExceptionally(new IllegalStateException("mine")),
                        IllegalStateException.class),
                ending("orTimeout", f -> awaitEnd(f.orTimeout(1, TimeUnit.MILLISECONDS)), TimeoutException.class));
    }

    private static Arguments ending(
            String name, Consumer<CompletableFuture<Payload>> end, @Nullable Class<? extends Throwable> error) {
        return Arguments.of(name, end, error);
    }

    private static void awaitEnd(CompletableFuture<Payload> future) {
        future.exceptionally(e -> Payload.EMPTY).join();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void aFutureThatItsUserEndsGivesUpTheRequest(
            String name, Consumer<CompletableFuture<Payload>> end, @Nullable Class<? extends Throwable> error) {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> given = it.client.requestAsync("echo", 1);
            PeerSession.Seen request = it.broker.take();
            end.accept(given);
            if (error != null) {
                assertThat(given).isCompletedExceptionally();
                assertThat(given.handle((p, e) -> e).join()).isInstanceOf(error);
            }
            // Nothing is in flight any more, so a drain does not wait; the late answer finds nobody.
            it.broker.answer(request, "\"late\"");
            CompletableFuture<Void> closing = CompletableFuture.runAsync(it.client::close);
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            closing.join();
        }
    }

    @org.junit.jupiter.api.Test
    void cancellingAnAnsweredFutureChangesNothing() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            it.broker.answer(it.broker.take(), "1");
            assertThat(answer.join().text()).isEqualTo("1");
            assertThat(answer.cancel(true)).isFalse();
            assertThat(List.of(answer.join().text())).containsExactly("1");
        }
    }
}
