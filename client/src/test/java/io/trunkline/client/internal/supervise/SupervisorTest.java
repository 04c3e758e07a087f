package io.trunkline.client.internal.supervise;

import io.trunkline.client.ReconnectPolicy;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** P13 and F16 of the faults: reconnecting is bounded and calm. */
class SupervisorTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(6);

    private final ManualLoop loop = new ManualLoop();
    private final RecordingParty party = new RecordingParty();
    private final List<Supervisor<String>> made = new ArrayList<>();

    @AfterEach
    void nothingIsLeftOnTheLoop() {
        made.forEach(Supervisor::close);
        loop.close();
    }

    @Test
    void theFirstAttemptIsMadeAtOnceAndTheConnectionIsUsed() {
        supervisor(ReconnectPolicy.forever(), 1, "a").start();
        party.last().opened("one");
        assertThat(party.told).containsExactly("dial a", "up one");
        assertThat(party.last().timeout()).isEqualTo(TIMEOUT);
    }

    @Test
    @Tag("feature-203")
    void aLostConnectionIsReplacedAfterARest() {
        supervisor(ReconnectPolicy.forever(), 0.5, "a").start();
        party.last().opened("one");
        party.last().lost(lost());
        assertThat(party.rests).containsExactly(Duration.ofMillis(500));
        loop.advance(Duration.ofMillis(499));
        assertThat(party.attempts).hasSize(1);
        loop.advance(Duration.ofMillis(1));
        party.last().opened("two");
        assertThat(party.told).containsExactly("dial a", "up one", "down one", "rest 1", "dial a", "up two");
    }

    @Test
    @Tag("feature-200")
    @Tag("feature-201")
    void theSeedsPolicyRestsOneToSixteenSecondsAndGivesUpAfterFiveAttempts() {
        supervisor(ReconnectPolicy.seed(), 0.1, "a").start();
        party.last().opened("one");
        party.last().lost(lost());
        for (int i = 0; i < 5; i++) {
            loop.advance(party.rests.get(i));
            party.last().failed(refused("no " + i));
        }
        assertThat(party.rests).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L);
        assertThat(party.told).endsWith("gave up 5: " + refused("no 4").getMessage());
        assertThat(party.attempts).hasSize(6);
    }

    @Test
    void restsDoubleUpToThirtySecondsForEver() {
        supervisor(ReconnectPolicy.forever(), 1, "a").start();
        for (int i = 0; i < 100; i++) {
            party.last().failed(refused("no"));
            loop.advance(party.rests.get(i));
        }
        assertThat(party.rests.subList(0, 7))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(party.rests.get(99)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void tenHealthySecondsAreForgivenAndLessAreNot() {
        supervisor(ReconnectPolicy.forever(), 1, "a").start();
        party.last().opened("one");
        loop.advance(Duration.ofMillis(9_999));
        party.last().lost(lost());
        loop.advance(party.rests.get(0));
        party.last().opened("two");
        loop.advance(Duration.ofMillis(9_999));
        party.last().lost(lost());
        assertThat(party.rests.get(1)).isEqualTo(Duration.ofSeconds(2));
        loop.advance(party.rests.get(1));
        party.last().opened("three");
        loop.advance(Duration.ofSeconds(10));
        party.last().lost(lost());
        assertThat(party.rests.get(2)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoNeverReconnectsGivesUpAtTheFirstLoss() {
        supervisor(ReconnectPolicy.never(), 1, "a").start();
        party.last().opened("one");
        party.last().lost(lost());
        assertThat(party.told).containsExactly("dial a", "up one", "down one", "gave up 0: lost");
    }

    @Test
    void aRoundTriesEachEndpointOnceWithAnEqualShareOfTheTime() {
        supervisor(ReconnectPolicy.forever(), 1, "a", "b", "c").start();
        assertThat(party.last().timeout()).isEqualTo(Duration.ofSeconds(2));
        loop.advance(Duration.ofSeconds(2));
        party.last().failed(refused("no a"));
        assertThat(party.last().timeout()).isEqualTo(Duration.ofSeconds(2));
        party.last().failed(refused("no b"));
        assertThat(party.last().timeout()).isEqualTo(Duration.ofSeconds(4));
        party.last().failed(refused("no c"));
        assertThat(party.told).containsExactly("dial a", "dial b", "dial c", "rest 1");
    }

    @Test
    void theFailureOfARoundNamesEveryEndpoint() {
        supervisor(ReconnectPolicy.never(), 1, "a", "b").start();
        party.last().failed(refused("no a"));
        party.last().failed(refused("no b"));
        assertThat(party.told.get(2)).contains("none of 2 endpoints", "no a", "no b");
    }

    @Test
    void anEndpointThatFailedIsTriedOnlyWhenNoTrustedOneIsLeft() {
        supervisor(ReconnectPolicy.forever(), 0, "a", "b").start();
        party.last().failed(refused("no a"));
        party.last().opened("b1");
        party.last().lost(lost());
        loop.turn();
        // Both are suspect: the one that failed first is the first to be asked again.
        assertThat(party.last().endpoint().host()).isEqualTo("a");
        party.last().opened("a1");
        party.last().lost(lost());
        loop.turn();
        assertThat(party.last().endpoint().host()).isEqualTo("b");
    }

    @Test
    void oneConnectionProbesASuspectEndpointAndTheOthersWaitForIt() {
        EndpointBook book = book("a");
        RecordingParty other = new RecordingParty();
        Supervisor<String> one = supervisor(book, 0, party);
        Supervisor<String> two = supervisor(book, 1, other);
        one.start();
        two.start();
        party.last().opened("one");
        other.last().opened("two");
        party.last().lost(lost());
        other.last().lost(lost());
        loop.runUntilIdle();
        assertThat(party.attempts).hasSize(2);
        assertThat(other.attempts).as("waits for the probe").hasSize(1);
        party.last().opened("one again");
        loop.runUntilIdle();
        assertThat(other.attempts).hasSize(2);
        other.last().opened("two again");
        assertThat(other.told).endsWith("up two again");
    }

    @Test
    void aProbeThatIsGivenUpPassesToTheNext() {
        EndpointBook book = book("a");
        RecordingParty other = new RecordingParty();
        Supervisor<String> one = supervisor(book, 0, party);
        supervisor(book, 1, other).start();
        other.last().opened("two");
        other.last().lost(lost());
        loop.runUntilIdle();
        one.start();
        assertThat(party.attempts).isEmpty();
        made.get(1).close();
        loop.runUntilIdle();
        assertThat(other.hungUp).isEqualTo(1);
        assertThat(party.attempts).hasSize(1);
    }

    @Test
    void closingGivesUpWhatIsBeingTriedAndALateConnectionIsNotWanted() {
        Supervisor<String> supervisor = supervisor(ReconnectPolicy.forever(), 1, "a");
        supervisor.start();
        supervisor.close();
        assertThat(party.hungUp).isEqualTo(1);
        assertThat(party.last().opened("too late")).isFalse();
        assertThat(party.told).containsExactly("dial a");
    }

    @Test
    void closingWhileRestingEndsTheRest() {
        Supervisor<String> supervisor = supervisor(ReconnectPolicy.forever(), 1, "a");
        supervisor.start();
        party.last().failed(refused("no"));
        supervisor.close();
        loop.advance(Duration.ofMinutes(1));
        assertThat(party.attempts).hasSize(1);
    }

    @Test
    void aLoopThatEndsIsTheLastFailure() {
        supervisor(ReconnectPolicy.forever(), 1, "a").start();
        party.last().failed(refused("no"));
        loop.loop().close();
        loop.turn();
        assertThat(party.told).endsWith("gave up 1: the client's runtime was closed");
    }

    @Test
    void aConnectionThatEndsWithItsLoopIsFollowedByNoRest() {
        supervisor(ReconnectPolicy.forever(), 1, "a").start();
        party.last().opened("one");
        loop.loop().close();
        party.last().lost(lost());
        loop.turn();
        assertThat(party.told)
                .containsExactly("dial a", "up one", "down one", "gave up 0: the client's runtime was closed");
    }

    @Test
    void aSupervisorThatIsStartedOnAnEndedLoopSaysSo() {
        loop.loop().close();
        loop.turn();
        Thread elsewhere =
                new Thread(() -> supervisor(ReconnectPolicy.forever(), 1, "a").start());
        elsewhere.start();
        join(elsewhere);
        made.clear();
        assertThat(party.told).containsExactly("gave up 0: the client's runtime was closed");
    }

    @Test
    void anAttemptThatFailsBeforeItHasBegunIsOneOfTheFailed() {
        Party<String> throwing = new Party<>() {
            @Override
            public Runnable dial(Attempt<String> attempt) {
                throw new IllegalArgumentException("not so");
            }

            @Override
            public void up(String connection) {}

            @Override
            public void down(String connection, RuntimeException why) {}

            @Override
            public void resting(int attempt, Duration delay, RuntimeException why) {
                party.told.add(why.getMessage());
            }

            @Override
            public void gaveUp(int attempts, RuntimeException why) {}
        };
        supervisor(book("a"), 0, throwing).start();
        assertThat(party.told).containsExactly("not so");
    }

    @Test
    void anAttemptForWhichThereIsNoMemoryIsMadeAnewInAWhile() {
        party.failsToDial = true;
        supervisor(ReconnectPolicy.forever(), 1, "a").start();
        loop.runUntilIdle();
        assertThat(party.attempts).isEmpty();
        party.failsToDial = false;
        loop.advance(Duration.ofSeconds(1));
        party.last().opened("one");
        assertThat(party.told).containsExactly("dial a", "up one");
    }

    @Test
    void aConnectionThatIsThereBeforeThatWhileIsOverIsKept() {
        party.failsHavingDialled = true;
        supervisor(ReconnectPolicy.forever(), 1, "a").start();
        party.last().opened("one");
        loop.advance(Duration.ofHours(3));
        assertThat(party.told).containsExactly("dial a", "up one");
    }

    @Test
    void anAttemptThatSaysNothingBeyondItsTimeIsGivenUp() {
        supervisor(ReconnectPolicy.forever(), 1, "a").start();
        loop.advance(TIMEOUT.plusSeconds(4));
        assertThat(party.attempts).hasSize(1);
        loop.advance(Duration.ofSeconds(1));
        assertThat(party.hungUp).isEqualTo(1);
        assertThat(party.attempts).hasSize(2);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Supervisor<String> supervisor(ReconnectPolicy policy, double fraction, String... hosts) {
        Supervisor<String> supervisor =
                new Supervisor<>(loop.loop(), new Rounds(book(hosts), 0, TIMEOUT), policy, () -> fraction, party);
        made.add(supervisor);
        return supervisor;
    }

    private Supervisor<String> supervisor(EndpointBook book, int place, Party<String> told) {
        Supervisor<String> supervisor = new Supervisor<>(
                loop.loop(), new Rounds(book, place, TIMEOUT), ReconnectPolicy.forever(), () -> 0, told);
        made.add(supervisor);
        return supervisor;
    }

    private static EndpointBook book(String... hosts) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String host : hosts) {
            endpoints.add(new Endpoint(host, 8081));
        }
        return new EndpointBook(endpoints);
    }

    static RuntimeException lost() {
        return new IllegalStateException("lost");
    }

    static ConnectFailedException refused(String why) {
        return new ConnectFailedException(new Endpoint("somewhere", 1), why, Map.of(), null);
    }
}
