package io.trunkline.client;

import io.trunkline.Message;
import io.trunkline.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Receivers that run on the event loop. */
class LoopReceiverIT {
    record Created(int id) {}

    private static final Topic<Created> CREATED = Topic.of("events.user.created", Created.class);
    private static final SubscribeOptions ON_LOOP = SubscribeOptions.defaults().onLoop();

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void eventsComeInOrderOnTheLoop() {
        try (Connected it = Connected.plain()) {
            BlockingQueue<String> threads = new LinkedBlockingQueue<>();
            it.subscribed(() -> it.client.subscribe(
                    CREATED,
                    event -> {
                        threads.add(Thread.currentThread().getName());
                        received.add(event);
                    },
                    ON_LOOP));
            for (int i = 0; i < 500; i++) {
                it.broker.send("publish:events.user.created:1.0.0", "{\"id\":" + i + "}");
            }
            for (int i = 0; i < 500; i++) {
                assertThat(next()).isEqualTo(new Created(i));
            }
            assertThat(threads).allSatisfy(name -> assertThat(name).startsWith("trunkline-loop-"));
        }
    }

    @Test
    void aMessageIsItsReceiversToKeep() {
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("a.#", received::add, ON_LOOP));
            it.broker.send("publish:a.b:2.0.0", "first").send("publish:a.c:1.0.0", "and another one");
            List<Message> kept = new ArrayList<>();
            kept.add((Message) next());
            kept.add((Message) next());
            assertThat(kept.get(0).payload().text()).isEqualTo("first");
            assertThat(kept.get(0).topic()).isEqualTo("a.b");
            assertThat(kept.get(0).version()).isEqualTo("2.0.0");
            assertThat(kept.get(1).payload().text()).isEqualTo("and another one");
        }
    }

    @Test
    void aReceiverThatThrowsOrCannotBindLosesThatEventOnly() {
        try (Connected it = Connected.plain()) {
            Subscription subscription = it.subscribed(() -> it.client.subscribe(
                    CREATED,
                    event -> {
                        received.add(event);
                        throw new IllegalStateException("from the receiver");
                    },
                    ON_LOOP));
            it.broker.send("publish:events.user.created:1.0.0", "{\"id\":1}");
            it.broker.send("publish:events.user.created:1.0.0", "{\"id\":\"x\"}");
            it.broker.send("publish:events.user.created:1.0.0", "{\"id\":3}");
            assertThat(next()).isEqualTo(new Created(1));
            assertThat(next()).isEqualTo(new Created(3));
            assertThat(subscription.dropped()).isEqualTo(1);
        }
    }

    @Test
    void blockingCallsOfOursAreRefusedThere() {
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe(
                    "a.b",
                    m -> {
                        try {
                            it.client.request("echo", 1);
                        } catch (IllegalStateException e) {
                            received.add(String.valueOf(e.getMessage()));
                        }
                    },
                    ON_LOOP));
            it.broker.send("publish:a.b:1.0.0", "1");
            assertThat((String) next()).contains("request() would block trunkline-loop-");
        }
    }

    @Test
    void whoeverCancelsItselfHearsNothingMore() {
        try (Connected it = Connected.plain()) {
            AtomicReference<Subscription> itself = new AtomicReference<>();
            itself.set(it.subscribed(() -> it.client.subscribe(
                    "a.b",
                    m -> {
                        received.add(m.payload().text());
                        Subscription subscription = itself.get();
                        if (subscription != null) {
                            subscription.cancel();
                        }
                    },
                    ON_LOOP)));
            it.broker.send("publish:a.b:1.0.0", "1").send("publish:a.b:1.0.0", "2");
            it.broker.answer(it.broker.takeTopic("system.topic.unsubscribe"), "{\"status\":\"success\"}");
            assertThat(next()).isEqualTo("1");
            assertThat(received).isEmpty();
        }
    }

    @Test
    void aClientIsClosedByItsReceiver() {
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("a.b", m -> it.client.close(), ON_LOOP));
            it.broker.send("publish:a.b:1.0.0", "1");
            it.client.awaitClosed();
            assertThat(it.client.state()).isEqualTo(ClientState.CLOSED);
        }
    }

    private Object next() {
        try {
            Object event = received.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
