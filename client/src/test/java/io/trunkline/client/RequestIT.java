package io.trunkline.client;

import io.trunkline.Delivery;
import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.Route;
import io.trunkline.codec.Framing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RequestIT {
    record Say(String text) {}

    record Said(String text) {}

    private static final Route<Say, Said> SAY = Route.of("echo.say", Say.class, Said.class);

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void aRequestIsAnsweredInBothFramings(Framing framing) {
        try (Connected it = Connected.over(framing)) {
            CompletableFuture<Said> answer =
                    CompletableFuture.supplyAsync(() -> it.client.request(SAY, new Say("hello")));
            PeerSession.Seen request = it.broker.take();
            assertThat(request.header()).matches("request:echo\\.say:1\\.0\\.0:[0-9a-f-]{36}::[0-9]{1,5}");
            assertThat(request.text()).isEqualTo("{\"text\":\"hello\"}");
            it.broker.answer(request, "{\"text\":\"HELLO\"}");
            assertThat(answer.join()).isEqualTo(new Said("HELLO"));
        }
    }

    @Test
    void versionTimeoutAndParentStandInTheHeader() {
        try (Connected it = Connected.plain()) {
            UUID parent = UUID.randomUUID();
            CallOptions options = CallOptions.defaults().parent(parent).timeout(Duration.ofHours(1));
            CompletableFuture<Said> answer = it.client.requestAsync(SAY.version("2.1.0"), new Say("x"), options);
            PeerSession.Seen request = it.broker.take();
            assertThat(request.header()).startsWith("request:echo.say:2.1.0:");
            assertThat(request.field(4)).isEqualTo(parent.toString());
            assertThat(Integer.parseInt(request.field(5))).isBetween(3_500_000, 3_600_000);
            it.broker.answer(request, "{\"text\":\"y\"}");
            assertThat(answer.join().text()).isEqualTo("y");
        }
    }

    @Test
    @Tag("feature-204")
    void answersFindTheirRequestsInAnyOrder() {
        try (Connected it = Connected.plain()) {
            List<CompletableFuture<Said>> answers = new ArrayList<>();
            List<PeerSession.Seen> requests = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(it.client.requestAsync(SAY, new Say("n" + i)));
                requests.add(it.broker.take());
            }
            Collections.reverse(requests);
            for (PeerSession.Seen request : requests) {
                it.broker.answer(request, request.text());
            }
            for (int i = 0; i < 50; i++) {
                assertThat(answers.get(i).join().text()).isEqualTo("n" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void anAnswerMayBeSplitAtEveryByte(Framing framing) {
        try (Connected it = Connected.over(framing)) {
            int length = Integer.MAX_VALUE;
            for (int split = 1; split < length; split++) {
                CompletableFuture<Payload> answer = it.client.requestAsync("echo", split);
                PeerSession.Seen request = it.broker.take();
                byte[] frame = it.broker.answerFrame(request, "{\"n\":12}");
                length = frame.length;
                it.broker.raw(frame, 0, split).raw(frame, split, length);
                assertThat(answer.join().text()).as("split at %d", split).isEqualTo("{\"n\":12}");
            }
        }
    }

    @Test
    void answersMayArriveByteByByteAndCoalesced() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> slow = it.client.requestAsync("echo", 1);
            byte[] frame = it.broker.answerFrame(it.broker.take(), "\"slow\"");
            for (int i = 0; i < frame.length; i++) {
                it.broker.raw(frame, i, i + 1);
            }
            assertThat(slow.join().text()).isEqualTo("\"slow\"");
            CompletableFuture<Payload> one = it.client.requestAsync("echo", 1);
            CompletableFuture<Payload> two = it.client.requestAsync("echo", 2);
            byte[] first = it.broker.answerFrame(it.broker.take(), "\"one\"");
            byte[] second = it.broker.answerFrame(it.broker.take(), "\"two\"");
            byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            it.broker.raw(both);
            assertThat(one.join().text()).isEqualTo("\"one\"");
            assertThat(two.join().text()).isEqualTo("\"two\"");
        }
    }

    @Test
    void aKeepAliveIsSwallowedAnywhere() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            PeerSession.Seen request = it.broker.take();
            it.broker.raw(new byte[] {0, 0, 0, 0, 0, 0, 0, 1}).answer(request, "1");
            assertThat(answer.join().text()).isEqualTo("1");
        }
    }

    @Test
    void aPeersErrorIsThrownWithItsCodeAndDetails() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Said> answer = CompletableFuture.supplyAsync(() -> it.client.request(SAY, new Say("x")));
            it.broker.answer(
                    it.broker.take(),
                    "error:{\"code\":\"FORBIDDEN\",\"message\":\"no\",\"timestamp\":\"t\",\"details\":{\"reason\":\"BUSY\"}}");
            ReplyException error = failure(answer, ReplyException.class);
            assertThat(error.code()).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(error.text()).isEqualTo("no");
            assertThat(error.details()).containsEntry("reason", "BUSY");
            assertThat(error.delivery()).isEqualTo(Delivery.ANSWERED);
            assertThat(error.isReceived()).isTrue();
            assertThat(error.getStackTrace())
                    .as("the caller's own stack is appended")
                    .anyMatch(frame -> frame.getClassName().equals(RequestIT.class.getName()));
        }
    }

    @Test
    void aBrokersErrorIsThrownWithItsCode() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Said> answer = it.client.requestAsync(SAY, new Say("x"));
            it.broker.answer(
                    it.broker.take(),
                    " { \"error\" : {\"code\":\"SERVICE_UNAVAILABLE\",\"message\":\"gone\",\"timestamp\":\"t\","
                            + "\"details\":{\"executed\":\"no\"}}}");
            ReplyException error = failure(answer, ReplyException.class);
            assertThat(error.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(error.isRetryable()).isTrue();
        }
    }

    @Test
    void anErrorThatDoesNotParseFailsTheCallAsAnswered() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Said> answer = it.client.requestAsync(SAY, new Say("x"));
            it.broker.answer(it.broker.take(), "error:{oops");
            PayloadException damaged = failure(answer, PayloadException.class);
            assertThat(damaged.reason()).isEqualTo("MALFORMED_JSON");
            assertThat(damaged.delivery()).isEqualTo(Delivery.ANSWERED);
        }
    }

    @Test
    void opaqueBytesAreNoErrorHoweverTheyBegin() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            String header = "response:echo:1.0.0:" + it.broker.take().id();
            it.broker.raw(it.broker.frame(2, header, Connected.utf8("error:{\"code\":\"FORBIDDEN\"}")));
            assertThat(answer.join().text()).isEqualTo("error:{\"code\":\"FORBIDDEN\"}");
        }
    }

    @Test
    void anAnswerThatDoesNotBindFailsThatCallAlone() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Said> bad = it.client.requestAsync(SAY, new Say("bad"));
            CompletableFuture<Said> good = it.client.requestAsync(SAY, new Say("good"));
            it.broker.answer(it.broker.take(), "{\"text\":17}");
            it.broker.answer(it.broker.take(), "{\"text\":\"fine\"}");
            PayloadException unbound = failure(bad, PayloadException.class);
            assertThat(unbound).hasMessageContaining("text");
            assertThat(unbound.delivery()).isEqualTo(Delivery.ANSWERED);
            assertThat(good.join().text()).isEqualTo("fine");
        }
    }

    @Test
    void aRequestWithoutAnAnswerTimesOutAndMayHaveBeenSent() {
        try (Connected it = Connected.plain()) {
            Route<Say, Said> hasty = SAY.timeout(Duration.ofMillis(500)); // To be written in, first.
            assertThatThrownBy(() -> it.client.request(hasty, new Say("x")))
                    .isInstanceOfSatisfying(RequestTimeoutException.class, e -> {
                        assertThat(e.delivery()).isEqualTo(Delivery.MAYBE_SENT);
                        assertThat(e.timeout()).isEqualTo(Duration.ofMillis(500));
                        assertThat(e).hasMessageContaining("echo.say").hasMessageContaining(it.broker.localAddress());
                    });
            PeerSession.Seen late = it.broker.take();
            it.broker.answer(late, "{\"text\":\"too late\"}");
            CompletableFuture<Payload> next = it.client.requestAsync("echo", 1);
            it.broker.answer(it.broker.take(), "1");
            assertThat(next.join().text()).as("a late answer harms nobody").isEqualTo("1");
        }
    }

    @Test
    void aTimeoutThatIsOverBeforeWritingIsNotSent() {
        try (Connected it = Connected.plain()) {
            CallOptions atOnce = CallOptions.defaults().timeout(Duration.ofNanos(1));
            CompletableFuture<Said> answer = it.client.requestAsync(SAY, new Say("x"), atOnce);
            assertThat(failure(answer, RequestTimeoutException.class).delivery())
                    .isEqualTo(Delivery.NOT_SENT);
            CompletableFuture<Payload> next = it.client.requestAsync("next", 1);
            PeerSession.Seen first = it.broker.take();
            assertThat(first.topic()).as("nothing of the first was written").isEqualTo("next");
            it.broker.answer(first, "1");
            next.join();
        }
    }

    @Test
    void anInterruptedRequestThrowsAndKeepsTheFlag() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Thread> caller = new CompletableFuture<>();
            CompletableFuture<Delivery> outcome = CompletableFuture.supplyAsync(() -> {
                caller.complete(Thread.currentThread());
                RequestInterruptedException e = catchThrowableOfType(
                        RequestInterruptedException.class, () -> it.client.request(SAY, new Say("x")));
                assertThat(Thread.interrupted()).isTrue();
                return e.delivery();
            });
            PeerSession.Seen request = it.broker.take();
            caller.join().interrupt();
            assertThat(outcome.join()).isEqualTo(Delivery.MAYBE_SENT);
            it.broker.answer(request, "{\"text\":\"too late\"}");
            CompletableFuture<Payload> next = it.client.requestAsync("echo", 1);
            it.broker.answer(it.broker.take(), "1");
            next.join();
        }
    }

    @Test
    void aBlockingCallOnTheLoopThrowsInsteadOfHanging() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Throwable> thrown = it.client
                    .requestAsync("echo", 1)
                    .handle((answer, error) -> {
                        try {
                            it.client.request("echo", 2);
                            return null;
                        } catch (IllegalStateException e) {
                            return e;
                        }
                    });
            it.broker.answer(it.broker.take(), "1");
            assertThat(thrown.join())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching("request\\(\\) would block trunkline-loop-\\d+; use requestAsync.*");
        }
    }

    @Test
    void plainStagesRunOnTheLoop() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<String> plain = it.client
                    .requestAsync("echo", 1)
                    .thenApply(p -> Thread.currentThread().getName());
            it.broker.answer(it.broker.take(), "1");
            assertThat(plain.join()).startsWith("trunkline-loop-");
        }
    }

    @Test
    void asyncStagesRunOnWorkers() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<String> async = it.client
                    .requestAsync("echo", 1)
                    .thenApply(p -> p)
                    .thenApplyAsync(p -> Thread.currentThread().getName());
            it.broker.answer(it.broker.take(), "1");
            assertThat(async.join()).startsWith("trunkline-worker-");
        }
    }

    @Test
    void callbacksMayRunOnAnExecutorOfTheUsers() {
        ExecutorService mine = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        try (Connected it = Connected.with(options -> options.callbacks(mine))) {
            CompletableFuture<String> stage = it.client
                    .requestAsync("echo", 1)
                    .thenApply(p -> Thread.currentThread().getName());
            it.broker.answer(it.broker.take(), "1");
            assertThat(stage.join()).isEqualTo("mine");
        } finally {
            mine.shutdown();
        }
    }

    @Test
    void rawBytesAreNoObjects() {
        try (Connected it = Connected.plain()) {
            assertThatThrownBy(() -> it.client.request("echo", new byte[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Payload.of(bytes)");
        }
    }

    @Test
    void aPayloadAboveTheLimitFailsHereAndThePeerSeesNothing() {
        try (Connected it = Connected.with(options -> options.maxPayload(100))) {
            CompletableFuture<Payload> exact = it.client.requestAsync("echo", Payload.of(new byte[100]));
            CompletableFuture<Payload> over = it.client.requestAsync("echo", Payload.of(new byte[101]));
            assertThat(failure(over, PayloadException.class).delivery()).isEqualTo(Delivery.NOT_SENT);
            PeerSession.Seen request = it.broker.take();
            assertThat(request.payload()).hasSize(100);
            it.broker.answer(request, "1");
            exact.join();
            CompletableFuture<Payload> next = it.client.requestAsync("next", 1);
            PeerSession.Seen after = it.broker.take();
            assertThat(after.topic()).isEqualTo("next");
            it.broker.answer(after, "1");
            next.join();
        }
    }

    static <E extends Throwable> E failure(CompletableFuture<?> future, Class<E> type) {
        CompletionException wrapped = catchThrowableOfType(CompletionException.class, future::join);
        assertThat(wrapped).cause().isInstanceOf(type);
        return type.cast(Objects.requireNonNull(wrapped.getCause()));
    }
}
