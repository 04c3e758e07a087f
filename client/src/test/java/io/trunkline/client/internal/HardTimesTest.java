package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.RequestTimeoutException;
import io.trunkline.client.ClientState;
import io.trunkline.client.WhileDisconnected;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.TrunklineRuntime;
import java.net.BindException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** F4, F14, F22, F23, F25 and F26 of the faults as a client sees them, by a hand-turned clock. */
class HardTimesTest {
    private static final TrunklineRuntime THREADS = TrunklineRuntime.create();
    private static final Duration MINUTES = Duration.ofMinutes(5);

    private final ModelWorld world = new ModelWorld(THREADS, 1, WhileDisconnected.WAIT);

    @AfterAll
    static void endThreads() {
        THREADS.close();
    }

    @AfterEach
    void nothingIsLeft() {
        world.close();
    }

    private void pass(int seconds) {
        for (int i = 0; i < 2 * seconds; i++) {
            world.loop.advance(Duration.ofMillis(500));
            world.loop.runUntilIdle();
        }
    }

    /** F4: nobody says that the peer is gone, and two intervals later it is noticed. */
    @Test
    void aPeerThatVanishedIsNoticedWithinTwoIntervals() {
        world.connected();
        ModelCall call = world.request(ModelWorld.ONCE, MINUTES);
        pass(58);
        assertThat(world.lifecycle.state()).isEqualTo(ClientState.READY);
        assertThat(call.future).isNotDone();
        pass(3);
        assertThat(world.lifecycle.state()).isEqualTo(ClientState.RECONNECTING);
        assertThat(call.failure()).isInstanceOfSatisfying(ConnectionLostException.class, lost -> {
            assertThat(lost.delivery()).isEqualTo(Delivery.MAYBE_SENT);
            assertThat(lost).hasMessageContaining("no frame for 60 s");
        });
        world.connected();
        assertThat(world.lifecycle.state()).isEqualTo(ClientState.READY);
    }

    /** F14: whoever was frozen for longer than a server has patience finds its connection closed, and makes another. */
    @Test
    void aClientThatWasFrozenConnectsAgainByItself() {
        ModelPeer first = world.connected();
        world.loop.ticker().advance(Duration.ofSeconds(90));
        first.end();
        world.loop.runUntilIdle();
        assertThat(world.lifecycle.state()).isEqualTo(ClientState.RECONNECTING);
        pass(1);
        world.connected();
        assertThat(world.lifecycle.state()).isEqualTo(ClientState.READY);
    }

    /** F26: what came while the process stood still is read before the peer is taken for dead. */
    @Test
    void aProcessThatStoodStillDoesNotTakeItsPeerForDead() {
        ModelPeer peer = world.connected();
        ModelCall call = world.request(ModelWorld.ONCE, MINUTES);
        world.loop.runUntilIdle();
        world.look();
        world.loop.ticker().advance(Duration.ofSeconds(90));
        peer.answerAll();
        world.loop.runUntilIdle();
        assertThat(call.future).isCompleted();
        pass(25);
        assertThat(world.lifecycle.state()).isEqualTo(ClientState.READY);
        assertThat(world.peers).hasSize(1);
    }

    /** F25: a leap of ten seconds expires what is due, once, and nothing else. */
    @Test
    void aLeapOfTheClockExpiresWhatIsDue() {
        world.connected();
        List<ModelCall> due = List.of(
                world.request(ModelWorld.ONCE, Duration.ofSeconds(5)),
                world.request(ModelWorld.OFTEN, Duration.ofSeconds(9)));
        ModelCall later = world.request(ModelWorld.ONCE, Duration.ofSeconds(20));
        world.loop.advance(Duration.ofSeconds(10));
        world.loop.runUntilIdle();
        for (ModelCall call : due) {
            assertThat(call.failure()).isInstanceOf(RequestTimeoutException.class);
            assertThat(call.hasEndedOnce()).isTrue();
        }
        assertThat(later.future).isNotDone();
        assertThat(world.lifecycle.state()).isEqualTo(ClientState.READY);
        world.settle();
        assertThat(later.future).isCompleted();
    }

    /** F22, F23: no descriptor and no port are failures like others: the next attempt comes later, and no sooner. */
    @ParameterizedTest
    @ValueSource(strings = {"Too many open files", "Cannot assign requested address"})
    void attemptsThatFailForLackOfSomethingAreRepeatedCalmly(String lack) {
        world.connected().cut();
        world.loop.runUntilIdle();
        Throwable cause = lack.startsWith("Too") ? new SocketException(lack) : new BindException(lack);
        int attempts = 0;
        for (int second = 0; second < 60; second++) {
            pass(1);
            attempts += world.failDials("cannot open a socket", cause);
        }
        assertThat(attempts).as("attempts in a minute").isBetween(10, 130);
        ModelCall waiting = world.request(ModelWorld.ONCE, MINUTES);
        assertThat(world.waiting()).isEqualTo(1);
        pass(1);
        world.connected();
        assertThat(waiting.future).isCompleted();
    }
}
