package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.RequestTimeoutException;
import io.trunkline.client.WhileDisconnected;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.TrunklineRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls of which nothing was sent go on over the next connection: those that a connection refuses, and that it gives back. */
class MovingCallsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TrunklineRuntime THREADS = TrunklineRuntime.create();

    private ModelWorld world = new ModelWorld(THREADS, 1, WhileDisconnected.WAIT);

    @AfterAll
    static void endThreads() {
        THREADS.close();
    }

    @AfterEach
    void nothingIsLeft() {
        world.close();
    }

    private void reconnect() {
        rest();
        world.connected();
    }

    /** Until the next attempt. */
    private void rest() {
        world.loop.runUntilIdle();
        world.loop.advance(Duration.ofSeconds(1));
        world.loop.runUntilIdle();
    }

    private List<String> arrived() {
        return world.arrived.stream().map(ModelPeer.Seen::payload).toList();
    }

    @Test
    void aCallThatIsMadeBeforeTheEndIsToldWaitsForTheNextConnection() {
        world.connected().cut();
        ModelCall once = world.request(ModelWorld.ONCE, LONG);
        ModelCall often = world.request(ModelWorld.OFTEN, LONG);
        ModelCall confirmed = world.confirm();
        assertThat(world.waiting()).isEqualTo(3);
        reconnect();
        for (ModelCall call : List.of(once, often, confirmed)) {
            assertThat(call.future).as("%s", call).isCompleted();
        }
        assertThat(world.requests.budget().spent()).as("nothing was repeated").isZero();
        assertThat(arrived()).containsExactly("0", "1", "2");
    }

    @Test
    void aSubscriptionThatIsMadeBeforeTheEndIsToldIsAskedForOnTheNextConnection() {
        world.connected().cut();
        world.subscribe("events.late");
        assertThat(world.subscriptions.get(0).acknowledged()).isNotDone();
        reconnect();
        assertThat(world.subscriptions.get(0).acknowledged()).isCompleted();
    }

    @Test
    void anOfflinePublishThatIsMadeBeforeTheEndIsToldIsSentOverTheNextConnection() {
        world.connected().cut();
        assertThat(world.publish(7)).isTrue();
        reconnect();
        assertThat(arrived()).containsExactly("7");
    }

    @Test
    void whatTheConnectionHadNotSentComesBackInItsOrderAndBeforeWhatCameLater() {
        ModelPeer first = world.connected();
        first.stall(0);
        for (int i = 0; i < 20; i++) {
            world.request(i % 3 == 0 ? ModelWorld.OFTEN : ModelWorld.ONCE, LONG);
        }
        first.cut();
        for (int i = 0; i < 5; i++) {
            world.request(ModelWorld.ONCE, LONG);
        }
        world.loop.runUntilIdle();
        assertThat(world.waiting()).isEqualTo(25);
        reconnect();
        assertThat(arrived())
                .containsExactlyElementsOf(
                        world.calls.stream().map(call -> "" + call.number).toList());
        assertThat(world.calls).allMatch(call -> call.future.isDone() && !call.future.isCompletedExceptionally());
        assertThat(world.requests.budget().spent()).as("nothing was repeated").isZero();
    }

    @Test
    void theOrderHoldsThoughTheNextConnectionEndsWhileItLetsThemThrough() {
        world.connected().cut();
        for (int i = 0; i < 10; i++) {
            world.request(ModelWorld.ONCE, LONG);
        }
        rest();
        ModelPeer second = Objects.requireNonNull(world.openDial(), "an attempt");
        second.stall(0);
        second.greet();
        world.request(ModelWorld.ONCE, LONG);
        second.cut();
        world.request(ModelWorld.ONCE, LONG);
        world.loop.runUntilIdle();
        assertThat(world.waiting()).isEqualTo(12);
        reconnect();
        assertThat(arrived()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
    }

    @Test
    void itsOwnTimeCoversBothConnections() {
        world.connected().stall(0);
        ModelCall call = world.request(ModelWorld.ONCE, Duration.ofSeconds(3));
        world.loop.advance(Duration.ofSeconds(2));
        world.peers.get(0).cut();
        world.loop.runUntilIdle();
        assertThat(world.waiting()).isEqualTo(1);
        world.loop.advance(Duration.ofMillis(1_001));
        world.loop.runUntilIdle();
        RequestTimeoutException late = call.failure(RequestTimeoutException.class);
        assertThat(late.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(late.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(world.waiting()).isZero();
    }

    @Test
    void aCallThatIsGivenUpAfterItCameBackIsNeverSent() {
        world.connected().stall(0);
        ModelCall given = world.request(ModelWorld.ONCE, LONG);
        CompletableFuture<?> derived =
                world.request(ModelWorld.ONCE, LONG).future.thenApply(answer -> answer);
        ModelCall kept = world.request(ModelWorld.ONCE, LONG);
        world.peers.get(0).cut();
        world.loop.runUntilIdle();
        assertThat(given.future.cancel(false)).isTrue();
        assertThat(derived.cancel(false)).isTrue();
        assertThat(world.waiting()).isEqualTo(1);
        reconnect();
        assertThat(arrived()).containsExactly("2");
        assertThat(kept.future).isCompleted();
    }

    @Test
    void whatMayHaveBeenSentEndsAsItDid() {
        ModelPeer first = world.connected();
        ModelCall call = world.request(ModelWorld.ONCE, LONG);
        world.loop.runUntilIdle();
        first.cut();
        world.loop.runUntilIdle();
        assertThat(call.failure(ConnectionLostException.class).delivery()).isEqualTo(Delivery.MAYBE_SENT);
    }

    @Test
    void whoWantsToFailAtOnceDoes() {
        world.close();
        world = new ModelWorld(THREADS, 1, WhileDisconnected.FAIL);
        ModelPeer first = world.connected();
        first.stall(0);
        ModelCall queued = world.request(ModelWorld.ONCE, LONG);
        first.cut();
        ModelCall refused = world.request(ModelWorld.ONCE, LONG);
        assertThat(refused.failure(ConnectionLostException.class).delivery()).isEqualTo(Delivery.NOT_SENT);
        world.loop.runUntilIdle();
        assertThat(queued.failure(ConnectionLostException.class).delivery()).isEqualTo(Delivery.NOT_SENT);
    }

    @Test
    void anotherConnectionTakesItAtOnce() {
        world.close();
        world = new ModelWorld(THREADS, 2, WhileDisconnected.WAIT);
        ModelPeer primary = world.connected();
        ModelPeer second = world.connected();
        primary.cut();
        second.stall(0);
        ModelCall taken = world.request(ModelWorld.ONCE, LONG);
        assertThat(world.waiting()).isZero();
        second.flow();
        world.settle();
        assertThat(taken.future).isCompletedWithValueMatching(answer -> answer.equals(0));
    }

    @Test
    void aClientThatIsClosedRefusesWhatCameBack() {
        world.connected().stall(0);
        ModelCall call = world.request(ModelWorld.ONCE, LONG);
        world.peers.get(0).cut();
        world.loop.runUntilIdle();
        world.lifecycle.closeNow();
        assertThat(call.failure(ClosedException.class).delivery()).isEqualTo(Delivery.NOT_SENT);
    }
}
