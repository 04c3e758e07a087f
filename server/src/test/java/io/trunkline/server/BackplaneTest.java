package io.trunkline.server;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every backplane promises, shown by the one of one process. */
class BackplaneTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Backplane backplane = Backplane.inProcess();
    private final Backplane.Node a = backplane.join();
    private final Backplane.Node b = backplane.join();
    private final Backplane.Node c = backplane.join();
    private final List<String> heard = new ArrayList<>();

    private static Payload text(String text) {
        return Payload.ofText(text);
    }

    private Backplane.Receiver hearing(String who) {
        return (subject, message) -> heard.add(who + " " + subject + " " + message.text());
    }

    @Test
    void aMessageReachesEveryOtherNodeThatHasSubscribedAndNeverItsOwn() {
        a.subscribe("x.y", hearing("a"));
        b.subscribe("x.y", hearing("b"));
        b.subscribe("x.+", hearing("b+"));
        c.subscribe("x.#", hearing("c#"));
        c.subscribe("z", hearing("cz"));

        assertThat(a.publish("x.y", text("1"))).isTrue();
        assertThat(a.publish("y", text("2"))).isFalse();
        assertThat(a.publish("x", text("3"))).isTrue();
        assertThat(heard).containsExactlyInAnyOrder("b x.y 1", "b+ x.y 1", "c# x.y 1", "c# x 3");
    }

    @Test
    void messagesOfOneSenderComeInOrder() {
        b.subscribe("x", hearing("b"));
        for (int i = 0; i < 100; i++) {
            a.publish("x", text("" + i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(heard.get(i)).isEqualTo("b x " + i);
        }
    }

    @Test
    void oneOfThoseWhoServeAnswers() {
        Set<String> answered = new HashSet<>();
        b.serve("q", (subject, message) -> answer("b " + message.text()));
        c.serve("q", (subject, message) -> answer("c " + message.text()));
        a.serve("q", (subject, message) -> answer("a itself"));
        for (int i = 0; i < 200; i++) {
            answered.add(ask(a, "q", "1"));
        }
        assertThat(answered).containsExactlyInAnyOrder("b 1", "c 1");
    }

    private static CompletionStage<Payload> answer(String text) {
        return CompletableFuture.completedFuture(text(text));
    }

    private static String ask(Backplane.Node node, String subject, String message) {
        return node.request(subject, text(message), LONG)
                .toCompletableFuture()
                .join()
                .text();
    }

    private static void fails(Backplane.Node node, String subject, ErrorCode code) {
        assertThatThrownBy(() -> ask(node, subject, "1"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void whereNobodyServesAndWhereWhoeverServesFailsTheAskerIsTold() {
        fails(a, "q", ErrorCode.NO_ROUTE_FOUND);
        b.serve("q", (subject, message) -> {
            throw new IllegalStateException("broken");
        });
        fails(a, "q", ErrorCode.SERVICE_UNAVAILABLE);
        b.serve("r", (subject, message) -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
        fails(a, "r", ErrorCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void aReceiverThatThrowsCostsItsMessageAndNobodyElse() {
        b.subscribe("x", (subject, message) -> {
            throw new IllegalStateException("broken");
        });
        c.subscribe("x", hearing("c"));
        assertThat(a.publish("x", text("1"))).isTrue();
        assertThat(heard).containsExactly("c x 1");
    }

    @Test
    void whatIsCancelledOrClosedHearsNothingAndReachesNobody() {
        Backplane.Link link = b.subscribe("x", hearing("b"));
        c.subscribe("x", hearing("c"));
        c.serve("q", (subject, message) -> answer("c"));
        link.cancel();
        link.cancel();
        c.close();
        c.close();
        assertThat(a.publish("x", text("1"))).isFalse();
        fails(a, "q", ErrorCode.NO_ROUTE_FOUND);
        c.subscribe("x", hearing("late"));
        assertThat(a.publish("x", text("2"))).isFalse();

        b.subscribe("x", hearing("b"));
        assertThat(c.publish("x", text("3"))).isFalse();
        fails(c, "q", ErrorCode.NO_ROUTE_FOUND);
        assertThat(heard).isEmpty();
    }
}
