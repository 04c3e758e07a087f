package io.trunkline.server.internal.handler;

import io.trunkline.Call;
import io.trunkline.ErrorCode;
import io.trunkline.Identity;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import io.trunkline.codec.internal.json.JacksonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InvocationTest {
    private static final Route<String, Object> ROUTE = Route.of("r", String.class, Object.class);
    private static final JacksonCodec JSON = new JacksonCodec();

    private final List<Reply> replies = new ArrayList<>();

    private Reply run(LocalRoute route) {
        Invocation.run(route, "request", new FakeCall(false), replies::add);
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }

    private static Reply.Failure internal() {
        return (Reply.Failure) HandlerOutcome.INTERNAL_ERROR;
    }

    @Test
    void resultIsEncodedAndAPayloadPassedThrough() {
        assertThat(run(LocalRoute.of(ROUTE, text -> Map.of("a", text), JSON)))
                .isEqualTo(new Reply.Success(Payload.ofText("{\"a\":\"request\"}")));
        replies.clear();
        assertThat(run(LocalRoute.of(ROUTE, text -> Payload.ofText("as it is"), JSON)))
                .isEqualTo(new Reply.Success(Payload.ofText("as it is")));
    }

    @Test
    void resultThatCannotBeEncodedIsAnInternalError() {
        Map<String, Object> endless = new java.util.HashMap<>();
        endless.put("self", endless);
        assertThat(run(LocalRoute.of(ROUTE, text -> endless, JSON))).isEqualTo(internal());
        replies.clear();
        assertThat(run(LocalRoute.of(ROUTE, text -> new byte[1], JSON))).isEqualTo(internal());
    }

    @Test
    void stageAnswersOnceHoweverOftenItCompletes() {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        Invocation.run(LocalRoute.ofAsync(ROUTE, (text, call) -> stage, JSON), "x", new FakeCall(false), replies::add);
        assertThat(replies).isEmpty();
        stage.complete("done");
        stage.obtrudeValue("again");
        assertThat(replies).containsExactly(new Reply.Success(Payload.ofText("\"done\"")));
    }

    @Test
    void refusalInsideAWrapperIsFound() {
        ReplyException refusal = new ReplyException(ErrorCode.FORBIDDEN, "no");
        CompletableFuture<Object> stage = CompletableFuture.failedFuture(new CompletionException(refusal));
        assertThat(run(LocalRoute.ofAsync(ROUTE, (text, call) -> stage, JSON)))
                .isEqualTo(new Reply.Failure(ErrorCode.FORBIDDEN, "no"));
    }

    @Test
    void interruptOfAHandlerIsKept() {
        assertThat(run(LocalRoute.of(
                        ROUTE,
                        text -> {
                            throw new InterruptedException();
                        },
                        JSON)))
                .isEqualTo(internal());
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptOfAHandlerOnTheLoopIsNotLeftToTheLoop() {
        CompletableFuture<Object> answer = CompletableFuture.completedFuture("x");
        run(LocalRoute.ofAsync(
                ROUTE,
                (text, call) -> {
                    Thread.currentThread().interrupt();
                    return answer;
                },
                JSON));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void handlerThatGivesUpWithNullWhenItsTimeIsOverHasTimedOut() {
        assertThat(HandlerOutcome.of(LocalRoute.of(ROUTE, text -> text, JSON), null, new FakeCall(true), replies::add))
                .isEqualTo(Reply.TIMEOUT);
    }

    private record FakeCall(boolean isCancelled) implements Call {
        @Override
        public Message message() {
            throw new AssertionError("not asked here");
        }

        @Override
        public Duration remaining() {
            return Duration.ZERO;
        }

        @Override
        public void onCancel(Runnable action) {}

        @Override
        public Optional<Identity> caller() {
            return Optional.empty();
        }

        @Override
        public String connectionId() {
            return "c";
        }
    }
}
