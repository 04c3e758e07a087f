package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.transport.DuplexStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules of Reactive Streams that a stream's publisher and subscriber have to keep; numbers are the specification's. */
class StreamPublisherTest {
    private final StreamRig rig = StreamRig.connected();
    private final DuplexStream stream = rig.open();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        rig.close();
    }

    /** Writes signals down, and requests when told to. */
    private static class Recorder implements Flow.Subscriber<Payload> {
        final List<String> signals = new ArrayList<>();
        Flow.@Nullable Subscription subscription;
        boolean inside;

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription, "onSubscribe comes first");
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            signals.add("subscribed");
        }

        @Override
        public void onNext(Payload item) {
            assertThat(inside).as("signals are serial").isFalse();
            signals.add(item.text());
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    private void subscribe(Recorder to) {
        stream.publisher().subscribe(to);
        settle();
    }

    private void settle() {
        rig.settle();
        rig.workers.runAll();
        rig.settle();
        rig.workers.runAll();
    }

    private void arrives(String... texts) {
        for (String text : texts) {
            rig.data(1, text);
        }
        settle();
    }

    @Test
    void rule101NothingMoreThanRequestedIsSignalled() {
        subscribe(recorder);
        arrives("a", "b", "c");
        assertThat(recorder.signals).containsExactly("subscribed");

        recorder.subscription().request(2);
        settle();
        assertThat(recorder.signals).containsExactly("subscribed", "a", "b");
        recorder.subscription().request(5);
        settle();
        arrives("d");
        assertThat(recorder.signals).containsExactly("subscribed", "a", "b", "c", "d");
    }

    @Test
    void rule103RequestsFromWithinOnNextDoNotNest() {
        Recorder greedy = new Recorder() {
            @Override
            public void onNext(Payload item) {
                super.onNext(item);
                inside = true;
                subscription().request(1);
                inside = false;
            }
        };
        subscribe(greedy);
        arrives("a", "b", "c");
        greedy.subscription().request(1);
        settle();

        assertThat(greedy.signals).containsExactly("subscribed", "a", "b", "c");
    }

    @Test
    void rule105TheOrderlyEndCompletesWithoutARequestOnceAllWasTaken() {
        subscribe(recorder);
        arrives("a");
        rig.close(1);
        settle();
        assertThat(recorder.signals).containsExactly("subscribed");

        recorder.subscription().request(1);
        settle();
        assertThat(recorder.signals).containsExactly("subscribed", "a", "complete");
    }

    @Test
    void rule104AFailureIsSignalledAsOne() {
        subscribe(recorder);
        rig.control(StreamRig.closed(1, "QUOTA"));
        settle();

        assertThat(recorder.signals).containsExactly("subscribed", ReplyException.class.getSimpleName());
    }

    @Test
    void rule107NothingFollowsTheEnd() {
        subscribe(recorder);
        rig.close(1);
        settle();
        recorder.subscription().request(1);
        recorder.subscription().cancel();
        settle();

        assertThat(recorder.signals).containsExactly("subscribed", "complete");
    }

    @Test
    void rule109SubscribersAreNotNullAndASecondOneIsRefused() {
        assertThatThrownBy(() -> stream.publisher().subscribe(null)).isInstanceOf(NullPointerException.class);
        subscribe(recorder);
        Recorder second = new Recorder();
        subscribe(second);

        assertThat(second.signals).containsExactly("subscribed", "IllegalStateException");
        recorder.subscription().request(1);
        arrives("a");
        assertThat(recorder.signals).containsExactly("subscribed", "a");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void rule309ARequestOfNothingIsAnError(long count) {
        subscribe(recorder);
        arrives("a");
        recorder.subscription().request(count);
        settle();
        recorder.subscription().request(1);
        settle();

        assertThat(recorder.signals).containsExactly("subscribed", "IllegalArgumentException");
    }

    @Test
    void rule317RequestsAddUpWithoutAnOverflow() {
        subscribe(recorder);
        recorder.subscription().request(Long.MAX_VALUE);
        recorder.subscription().request(Long.MAX_VALUE);
        arrives("a", "b");

        assertThat(recorder.signals).containsExactly("subscribed", "a", "b");
    }

    @Test
    void rule305AfterCancelNothingIsSignalledAndWhatComesIsThrownAway() {
        subscribe(recorder);
        recorder.subscription().request(10);
        recorder.subscription().cancel();
        recorder.subscription().cancel();
        rig.sent();
        rig.data(1, 40_000);
        settle();

        assertThat(recorder.signals).containsExactly("subscribed");
        assertThat(rig.sent()).containsExactly(StreamRig.granted(1, 40_000));
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void requestIsCreditForThePeer() {
        subscribe(recorder);
        rig.sent();
        rig.data(1, 32_768);
        rig.data(1, 32_768);
        settle();
        assertThat(rig.sent()).isEmpty();

        recorder.subscription().request(1);
        settle();
        assertThat(rig.sent()).containsExactly(StreamRig.granted(1, 32_768));
    }

    @Test
    void rule213ASubscriberThatThrowsHasItsStreamReset() {
        subscribe(new Recorder() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(1);
            }

            @Override
            public void onNext(Payload item) {
                throw new IllegalStateException("a bug");
            }
        });
        rig.sent();
        arrives("a");

        assertThat(rig.sent()).containsExactly(StreamRig.closed(1, "INTERNAL_ERROR"));
    }

    @Test
    void signalsWaitForWorkersThatAreFull() {
        rig.workers.reject(true);
        stream.publisher().subscribe(recorder);
        recorder.subscription().request(1);
        rig.data(1, "a");
        rig.pass(Duration.ofSeconds(1));
        assertThat(recorder.signals).containsExactly("subscribed");

        rig.workers.reject(false);
        rig.pass(Duration.ofSeconds(1));
        rig.workers.runAll();
        assertThat(recorder.signals).containsExactly("subscribed", "a");
    }

    @Test
    void readingAndPublishingExcludeEachOther() {
        subscribe(recorder);
        assertThatThrownBy(() -> stream.read(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("publisher");

        DuplexStream other = rig.open();
        rig.data(3, "a");
        assertThat(other.read(Duration.ZERO)).isEqualTo(Payload.ofText("a"));
        Recorder late = new Recorder();
        other.publisher().subscribe(late);
        assertThat(late.signals).containsExactly("subscribed", "IllegalStateException");
    }

    /** Counts what a subscriber asks its publisher for. */
    private static final class Source implements Flow.Subscription {
        final List<String> calls = new ArrayList<>();

        @Override
        public void request(long count) {
            calls.add("request " + count);
        }

        @Override
        public void cancel() {
            calls.add("cancel");
        }
    }

    @Test
    void rule208ASubscriberRequestsNoMoreThanItCanSend() {
        Source source = new Source();
        Flow.Subscriber<Payload> writer = stream.subscriber();
        writer.onSubscribe(source);
        rig.sent();
        assertThat(source.calls).containsExactly("request 8");

        writer.onNext(StreamRig.bytes(65_536));
        writer.onNext(StreamRig.bytes(10));
        assertThat(rig.sent()).containsExactly("1:65536");
        assertThat(source.calls).containsExactly("request 8", "request 1");
        rig.grant(1, 10);
        assertThat(source.calls).containsExactly("request 8", "request 1", "request 1");
        writer.onComplete();
        assertThat(rig.sent()).containsExactly("1:10", StreamRig.closed(1));
    }

    @Test
    void rule205ASecondSubscriptionIsCancelledAndNullsAreRefused() {
        Source first = new Source();
        Source second = new Source();
        Flow.Subscriber<Payload> writer = stream.subscriber();
        writer.onSubscribe(first);
        writer.onSubscribe(second);
        settle();

        assertThat(second.calls).containsExactly("cancel");
        assertThatThrownBy(() -> writer.onNext(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> writer.onError(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> stream.subscriber().onSubscribe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aSubscriberCancelsWhenItsStreamEndsAndResetsItAtAnError() {
        Source source = new Source();
        Flow.Subscriber<Payload> writer = stream.subscriber();
        writer.onSubscribe(source);
        rig.close(1);
        writer.onNext(Payload.ofText("x"));
        settle();
        assertThat(source.calls).containsExactly("request 8", "cancel");

        rig.open().subscriber().onError(new IllegalStateException("a bug"));
        assertThat(rig.sent()).endsWith(StreamRig.closed(3, "INTERNAL_ERROR"));
    }
}
