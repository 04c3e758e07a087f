package io.trunkline.server.internal.broker;

import io.trunkline.Route;
import io.trunkline.codec.internal.json.JacksonCodec;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.BrokerOptions;
import io.trunkline.server.internal.handler.LocalRoute;
import io.trunkline.server.internal.handler.RouteTable;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.SharedMemoryAccount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouterTest {
    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicLong usedInHandler = new AtomicLong();
    private LongSupplier seen = () -> 0;
    private final Broker broker = new Broker(
            new BrokerSettings(
                    new LocalCalls(() -> 0, Runnable::run, null),
                    new MemoryBudget(1 << 30),
                    2,
                    3,
                    10,
                    10,
                    16,
                    BrokerOptions.defaults()),
            new RouteTable(List.of(LocalRoute.of(
                    Route.of("local", String.class, Integer.class),
                    text -> {
                        usedInHandler.set(seen.getAsLong());
                        return handled.incrementAndGet();
                    },
                    new JacksonCodec()))));
    private final Router router = broker.router();
    private final FakePeer caller = new FakePeer("caller");
    private final FakePeer target = new FakePeer("target");

    private static RequestHead head(String topic, @Nullable Integer id) {
        return new RequestHead(TopicName.of(topic), SemVer.DEFAULT, id == null ? null : new UUID(0, id), null, 1);
    }

    private static Body json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes, 0, bytes.length, false);
    }

    @Test
    void localHandlerIsAskedFirst() {
        broker.subscriptions().subscribe(target, List.of(Interest.REQUEST), "#", 9);
        router.request(caller, head("Local", 1), json("\"x\""));
        assertThat(handled).hasValue(1);
        assertThat(caller.log).containsExactly("settle 1 success");
        assertThat(caller.running().isIdle()).isTrue();
        assertThat(target.log).isEmpty();
    }

    @Test
    void requestsAreRefusedWhileTheMemoryBudgetIsSpentAndTakenAgainAfterwards() {
        SharedMemoryAccount other = new SharedMemoryAccount(caller.memory);
        other.change(1_000_000);
        router.request(caller, head("local", 1), json("\"x\""));
        assertThat(caller.log).containsExactly("refuse 1 SERVICE_UNAVAILABLE");
        assertThat(handled).hasValue(0);
        assertThat(caller.running().isIdle()).as("no slot is held").isTrue();

        other.change(-1_000_000);
        router.request(caller, head("local", 2), json("\"x\""));
        assertThat(caller.log).endsWith("settle 2 success");
    }

    @Test
    void payloadOfARequestIsChargedUntilItsHandlerHasReturned() {
        int text = 500_000;
        seen = caller.memory::used;
        router.request(caller, head("local", 1), json('"' + "x".repeat(text) + '"'));
        assertThat(usedInHandler).hasValue(text + 2);
        assertThat(caller.memory.used()).isZero();
    }

    @Test
    void requestThatNobodyServesGivesItsSlotBack() {
        router.request(caller, head("nobody", 1), json("{}"));
        router.request(caller, head("nobody", null), json("{}"));
        assertThat(caller.log).containsExactly("refuse 1 NO_ROUTE_FOUND");
        assertThat(caller.running().isIdle()).isTrue();
    }

    @Test
    void targetThatCannotBeReachedIsLostAtOnce() {
        target.forwarding = Outbox.Sent.GONE;
        broker.subscriptions().subscribe(target, List.of(Interest.REQUEST), "t", 0);
        router.request(caller, head("t", 1), json("{}"));
        assertThat(caller.log).containsExactly("settle 1 SERVICE_UNAVAILABLE");
        assertThat(broker.inFlight().size()).isZero();
        assertThat(caller.running().isIdle()).isTrue();
    }

    @Test
    void targetThatTakesNoSuchSizeIsNotBlamed() {
        target.forwarding = Outbox.Sent.TOO_LARGE;
        broker.subscriptions().subscribe(target, List.of(Interest.REQUEST), "t", 0);
        router.request(caller, head("t", 1), json("{}"));
        assertThat(caller.log).containsExactly("settle 1 PAYLOAD_TOO_LARGE");
        assertThat(caller.running().isIdle()).isTrue();
    }

    @Test
    void idInFlightIsRefusedAndFreeAgainAfterTheAnswer() {
        broker.subscriptions().subscribe(target, List.of(Interest.REQUEST), "t", 0);
        router.request(caller, head("t", 1), json("{}"));
        router.request(caller, head("t", 1), json("{}"));
        router.response(
                target,
                new RequestHead(
                        TopicName.of("t"),
                        SemVer.DEFAULT,
                        Objects.requireNonNull(target.forwarded).brokerId(),
                        null,
                        0),
                json("1"));
        router.request(caller, head("t", 1), json("{}"));
        assertThat(caller.log).containsExactly("duplicate 1", "relay 1");
        assertThat(target.log).containsExactly("forward 1", "forward 1");
    }

    @Test
    void oneWayRequestLeavesNoEntry() {
        broker.subscriptions().subscribe(target, List.of(Interest.REQUEST), "t", 0);
        router.request(caller, head("t", null), json("{}"));
        assertThat(target.log).containsExactly("forwardOneWay");
        assertThat(broker.inFlight().size()).isZero();
        assertThat(caller.running().isIdle()).isTrue();
    }

    @Test
    void responseWithoutAnIdAnswersNothing() {
        router.response(target, head("t", null), json("1"));
        assertThat(target.log).containsExactly("answersNothing -");
    }

    @Test
    void publishIsAcknowledgedWhenDeliveredToEachSubscriberOnce() {
        broker.subscriptions().subscribe(target, List.of(Interest.PUBLISH), "t", 0);
        broker.subscriptions().subscribe(target, List.of(Interest.PUBLISH), "#", 0);
        router.publish(caller, head("t", 1), json("{}"));
        router.publish(caller, head("t", null), json("{}"));
        caller.fanOut().flush();
        assertThat(target.log).containsExactly("deliver", "deliver");
        assertThat(caller.log).containsExactly("acknowledge 1");
    }

    @Test
    void wildcardOpensNoSystemTopic() {
        broker.subscriptions().subscribe(target, List.of(Interest.PUBLISH), "#", 0);
        broker.subscriptions().subscribe(caller, List.of(Interest.PUBLISH), "system.log", 0);
        assertThat(broker.subscriptions().subscribersOf(List.of("system", "log")))
                .containsExactly(caller);
    }

    @Test
    void drainingBrokerRefusesRequests() {
        broker.beginDrain(1_000);
        router.request(caller, head("local", 1), json("\"x\""));
        assertThat(caller.log).containsExactly("refuse 1 SERVICE_UNAVAILABLE");
        assertThat(handled).hasValue(0);
        assertThat(broker.idle()).isDone();
    }
}
