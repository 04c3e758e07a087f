package io.trunkline.client;

import io.trunkline.ClosedException;
import io.trunkline.ErrorCode;
import io.trunkline.Message;
import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SubscribeIT {
    record Created(int id) {}

    private static final Topic<Created> CREATED = Topic.of("events.user.created", Created.class);

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void subscribeReturnsWhenTheBrokerHasAcknowledged() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Subscription> subscribing =
                    CompletableFuture.supplyAsync(() -> it.client.subscribe(CREATED, received::add));
            PeerSession.Seen request = it.broker.takeTopic("system.topic.subscribe");
            assertThat(request.text()).contains("\"action\":\"publish\"").contains("\"topic\":\"events.user.created\"");
            assertThat(subscribing).isNotDone();
            it.broker.answer(request, "{\"status\":\"success\"}");
            assertThat(subscribing.join().confirmed().toCompletableFuture())
                    .as("settled before subscribe returns")
                    .isCompleted();
            it.broker.send("publish:events.user.created:1.0.0", "{\"id\":7}");
            assertThat(next()).isEqualTo(new Created(7));
        }
    }

    @Test
    void aRefusedSubscriptionThrowsTheBrokersError() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Subscription> subscribing =
                    CompletableFuture.supplyAsync(() -> it.client.subscribe("secret.#", received::add));
            it.broker.answer(
                    it.broker.take(), "{\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"no\",\"timestamp\":\"t\"}}");
            assertThat(RequestIT.failure(subscribing, ReplyException.class).code())
                    .isEqualTo(ErrorCode.FORBIDDEN);
            it.broker.send("publish:secret.x:1.0.0", "1");
            roundTrip(it);
            assertThat(received).isEmpty();
        }
    }

    @Test
    void patternsReceiveWholeMessagesInOrder() {
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("events.#", received::add));
            for (int i = 0; i < 500; i++) {
                it.broker.send("publish:events.Level" + i % 3 + ":2.0.0", "" + i);
            }
            it.broker.send("publish:other.topic:1.0.0", "1");
            for (int i = 0; i < 500; i++) {
                Message message = (Message) next();
                assertThat(message.payload().text()).isEqualTo("" + i);
                assertThat(message.topic()).isEqualTo("events.Level" + i % 3);
                assertThat(message.version()).isEqualTo("2.0.0");
            }
            roundTrip(it);
            assertThat(received).isEmpty();
        }
    }

    @Test
    void oneMessageReachesEverySubscriptionThatItMatches() {
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("a.+", m -> received.add("plus")));
            it.subscribed(() -> it.client.subscribe("a.#", m -> received.add("hash")));
            it.client.subscribe("A.+", m -> received.add("again"));
            it.broker.send("publish:a.b:1.0.0", "1");
            assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("plus", "hash", "again");
        }
    }

    @Test
    void theBrokerIsToldWhenTheLastOfAPatternIsCancelled() {
        try (Connected it = Connected.plain()) {
            Subscription one = it.subscribed(() -> it.client.subscribe("a.b", m -> received.add("one")));
            Subscription two = it.client.subscribe("a.b", m -> received.add("two"));
            one.cancel();
            it.broker.send("publish:a.b:1.0.0", "1");
            assertThat(next()).isEqualTo("two");
            two.cancel();
            two.cancel();
            PeerSession.Seen request = it.broker.takeTopic("system.topic.unsubscribe");
            assertThat(request.text()).contains("\"topic\":\"a.b\"");
            // Wanted again before the answer: asked again after it, and not before.
            CompletableFuture<Subscription> third =
                    CompletableFuture.supplyAsync(() -> it.client.subscribe("a.b", m -> received.add("three")));
            it.broker.answer(request, "{\"status\":\"success\"}");
            it.acknowledgeSubscribe();
            third.join();
            it.broker.send("publish:a.b:1.0.0", "1");
            assertThat(next()).isEqualTo("three");
        }
    }

    @Test
    void onTheLoopSubscribeReturnsAtOnceAndConfirmedTells() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Subscription> subscribing =
                    it.client.requestAsync("echo", 1).thenApply(p -> it.client.subscribe("a.b", received::add));
            it.broker.answer(it.broker.take(), "1");
            Subscription subscription = subscribing.join();
            assertThat(subscription.confirmed().toCompletableFuture()).isNotDone();
            it.acknowledgeSubscribe();
            subscription.confirmed().toCompletableFuture().join();
        }
    }

    @Test
    void aReceiverThatThrowsOrCannotBindLosesThatEventOnly() {
        try (Connected it = Connected.plain()) {
            Subscription subscription = it.subscribed(() -> it.client.subscribe(CREATED, event -> {
                received.add(event);
                if (event.id() == 1) {
                    throw new IllegalStateException("from the receiver");
                }
            }));
            it.broker.send("publish:events.user.created:1.0.0", "{\"id\":1}");
            it.broker.send("publish:events.user.created:1.0.0", "{\"id\":\"x\"}");
            it.broker.send("publish:events.user.created:1.0.0", "{\"id\":3}");
            assertThat(next()).isEqualTo(new Created(1));
            assertThat(next()).isEqualTo(new Created(3));
            assertThat(subscription.dropped()).isEqualTo(1);
        }
    }

    @Test
    void aReceiverThatThrowsAnErrorLosesThatEventOnly() {
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("a.b", m -> {
                received.add(m.payload().text());
                throw new StackOverflowError("on purpose");
            }));
            it.broker.send("publish:a.b:1.0.0", "1").send("publish:a.b:1.0.0", "2");
            assertThat(next()).isEqualTo("1");
            assertThat(next()).isEqualTo("2");
        }
    }

    @Test
    void whoeverCancelsBeforeTheAcknowledgementIsToldSo() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Subscription> subscribing =
                    it.client.requestAsync("echo", 1).thenApply(p -> it.client.subscribe("a.b", received::add));
            it.broker.answer(it.broker.take(), "1");
            Subscription subscription = subscribing.join();
            subscription.cancel();
            RequestIT.failure(subscription.confirmed().toCompletableFuture(), ClosedException.class);
        }
    }

    @Test
    void callersThatWaitForTheSamePatternEachGetAnErrorOfTheirOwn() {
        try (Connected it = Connected.plain()) {
            List<CompletableFuture<Subscription>> waiting = new ArrayList<>();
            for (String caller : List.of("caller-one", "caller-two")) {
                CompletableFuture<Subscription> subscribing = new CompletableFuture<>();
                waiting.add(subscribing);
                Thread thread = new Thread(
                        () -> {
                            try {
                                subscribing.complete(it.client.subscribe("a.b", received::add));
                            } catch (ReplyException e) {
                                subscribing.completeExceptionally(e);
                            }
                        },
                        caller);
                thread.start();
                Awaitility.await().until(() -> isParked(thread));
            }
            it.broker.answer(
                    it.broker.takeTopic("system.topic.subscribe"),
                    "error:{\"code\":\"FORBIDDEN\",\"message\":\"no\",\"details\":{\"a\":1}}");
            ReplyException one = RequestIT.failure(waiting.get(0), ReplyException.class);
            ReplyException two = RequestIT.failure(waiting.get(1), ReplyException.class);
            assertThat(one).isNotSameAs(two);
            assertThat(two.getStackTrace()).hasSameSizeAs(one.getStackTrace());
            for (ReplyException each : List.of(one, two)) {
                assertThat(each.code()).isEqualTo(ErrorCode.FORBIDDEN);
                assertThat(each.details()).isEqualTo(Map.of("a", 1));
                assertThat(each.getStackTrace())
                        .as("the caller's own stack")
                        .anySatisfy(frame -> assertThat(frame.getClassName()).contains("SubscribeIT"));
            }
        }
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void aFullBufferDropsTheNewestAndCounts() {
        assertThat(overflowing(Overflow.DROP_NEWEST, 3)).containsExactly("0", "1", "2");
    }

    @Test
    void aFullBufferMayDropTheOldest() {
        assertThat(overflowing(Overflow.DROP_OLDEST, 3)).containsExactly("0", "8", "9");
    }

    /** Ten events for a buffer of two while the receiver holds the first, and an observer who is told; returns what it saw. */
    private List<String> overflowing(Overflow policy, int expected) {
        AtomicLong told = new AtomicLong();
        ClientObserver observer = new ClientObserver() {
            @Override
            public void onDropped(String pattern, long dropped) {
                told.set(dropped);
            }
        };
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        try (Connected it = Connected.with(options -> options.observer(observer))) {
            SubscribeOptions options = SubscribeOptions.defaults().buffer(2, policy);
            Subscription subscription = it.subscribed(() -> it.client.subscribe(
                    "a.b",
                    m -> {
                        received.add(m.payload().text());
                        holding.countDown();
                        release.await();
                    },
                    options));
            it.broker.send("publish:a.b:1.0.0", "0");
            await(holding);
            for (int i = 1; i < 10; i++) {
                it.broker.send("publish:a.b:1.0.0", "" + i);
            }
            roundTrip(it);
            assertThat(subscription.dropped()).isEqualTo(7);
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(told).hasValue(7));
            release.countDown();
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < expected; i++) {
                seen.add((String) next());
            }
            return seen;
        }
    }

    @Test
    void aFullBufferMayEndTheSubscription() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        try (Connected it = Connected.plain()) {
            SubscribeOptions options = SubscribeOptions.defaults().buffer(1, Overflow.FAIL);
            it.subscribed(() -> it.client.subscribe("a.b", m -> hold(holding, release), options));
            it.broker.send("publish:a.b:1.0.0", "0");
            await(holding);
            it.broker.send("publish:a.b:1.0.0", "1").send("publish:a.b:1.0.0", "2");
            it.broker.answer(it.broker.takeTopic("system.topic.unsubscribe"), "{\"status\":\"success\"}");
            release.countDown();
        }
    }

    @Test
    void aFullBufferMayEndTheConnection() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        try (Connected it = Connected.plain()) {
            SubscribeOptions options = SubscribeOptions.defaults().buffer(1, Overflow.CLOSE);
            it.subscribed(() -> it.client.subscribe("a.b", m -> hold(holding, release), options));
            it.broker.send("publish:a.b:1.0.0", "0");
            await(holding);
            it.broker.send("publish:a.b:1.0.0", "1").send("publish:a.b:1.0.0", "2");
            assertThat(it.broker.atEnd()).isTrue();
            release.countDown();
            it.client.awaitClosed();
            assertThatThrownBy(() -> it.client.publish("a.b", 1)).hasMessageContaining("'a.b' is full");
        }
    }

    private static void hold(CountDownLatch holding, CountDownLatch release) throws InterruptedException {
        holding.countDown();
        release.await();
    }

    @Test
    void receiversOfOneSubscriptionNeverOverlapAndOthersAreIndependent() {
        try (Connected it = Connected.plain()) {
            AtomicInteger inside = new AtomicInteger();
            CountDownLatch release = new CountDownLatch(1);
            it.subscribed(() -> it.client.subscribe("slow", m -> release.await()));
            it.subscribed(() -> it.client.subscribe("quick", m -> {
                received.add(inside.incrementAndGet());
                inside.decrementAndGet();
            }));
            it.broker.send("publish:slow:1.0.0", "1");
            for (int i = 0; i < 1_000; i++) {
                it.broker.send("publish:quick:1.0.0", "" + i);
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(next()).isEqualTo(1);
            }
            release.countDown();
        }
    }

    @Test
    void publishesGoOneWayOrAreConfirmed() {
        try (Connected it = Connected.plain()) {
            it.client.publish(CREATED, new Created(7));
            PeerSession.Seen oneWay = it.broker.take();
            assertThat(oneWay.header()).isEqualTo("publish:events.user.created:1.0.0");
            assertThat(oneWay.text()).isEqualTo("{\"id\":7}");
            CompletableFuture<Void> confirmed =
                    CompletableFuture.runAsync(() -> it.client.publishAndConfirm(CREATED, new Created(8)));
            PeerSession.Seen publish = it.broker.take();
            assertThat(publish.header()).matches("publish:events\\.user\\.created:1\\.0\\.0:[0-9a-f-]{36}");
            it.broker.answer(publish, "{\"status\":\"success\"}");
            confirmed.join();
            CompletableFuture<Void> nobody = it.client.publishAndConfirmAsync("events.nobody", Payload.json(1));
            it.broker.answer(
                    it.broker.take(),
                    "{\"error\":{\"code\":\"NO_ROUTE_FOUND\",\"message\":\"m\",\"timestamp\":\"t\"}}");
            assertThat(RequestIT.failure(nobody, ReplyException.class).code()).isEqualTo(ErrorCode.NO_ROUTE_FOUND);
        }
    }

    @Test
    void aPatternCannotBePublishedTo() {
        try (Connected it = Connected.plain()) {
            assertThatThrownBy(() -> it.client.publish("events.+", 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> it.client.publish(Topic.of("events.#", Object.class), 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aLostConnectionFailsASubscriptionThatWaits() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Subscription> subscribing =
                    CompletableFuture.supplyAsync(() -> it.client.subscribe("a.b", received::add));
            it.broker.takeTopic("system.topic.subscribe");
            it.broker.close();
            RequestIT.failure(subscribing, io.trunkline.transport.ConnectionLostException.class);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(ScriptedPeer.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void roundTrip(Connected it) {
        CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
        it.broker.answer(it.broker.takeTopic("echo"), "1");
        answer.join();
    }

    private Object next() {
        try {
            Object event = received.poll(ScriptedPeer.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
