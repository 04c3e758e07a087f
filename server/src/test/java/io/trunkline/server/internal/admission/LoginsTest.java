package io.trunkline.server.internal.admission;

import io.trunkline.Identity;
import io.trunkline.server.Authenticator;
import io.trunkline.server.Credentials;
import io.trunkline.transport.manual.ManualLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Floods of logins and lockouts, by a clock and workers that the test turns. */
@Tag("feature-155")
@Tag("feature-156")
class LoginsTest {
    private static final Identity ALICE = Identity.of("alice");
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final ManualLoop loop = new ManualLoop();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<LoginVerdict> verdicts = new ArrayList<>();
    private int asked;

    @AfterEach
    void close() {
        loop.close();
    }

    private static InetSocketAddress remote(int last) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), 1_000);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Identity> decide(Credentials credentials) {
        asked++;
        return credentials.token().filter("right"::equals).map(right -> ALICE);
    }

    private Logins logins(Authenticator authenticator, boolean loopback) {
        Lockouts table = new Lockouts(5, MINUTE, loop.ticker());
        return new Logins(authenticator, new Logins.Locks(table, loopback), workers::add, loop.ticker());
    }

    private void login(Logins logins, InetSocketAddress from, String token) {
        logins.ask(Credentials.of(from).token(token), loop.loop(), verdicts::add);
        runWorkers();
    }

    private void runWorkers() {
        Runnable task;
        while ((task = workers.poll()) != null) {
            task.run();
        }
        loop.runUntilIdle();
    }

    private LoginVerdict last() {
        return verdicts.get(verdicts.size() - 1);
    }

    @Test
    void addressIsLockedOutByItsFifthFailureForAMinuteAndNobodyIsAskedMeanwhile() {
        Logins logins = logins(this::decide, false);
        for (int i = 0; i < 4; i++) {
            login(logins, remote(1), "wrong");
        }
        login(logins, remote(1), "right");
        assertThat(last()).as("after four failures").isEqualTo(new LoginVerdict.Accepted(ALICE));
        login(logins, remote(1), "wrong");
        assertThat(last()).isEqualTo(LoginVerdict.Refused.UNAUTHENTICATED);

        int before = asked;
        login(logins, remote(1), "right");
        assertThat(last()).as("after five").isEqualTo(LoginVerdict.Refused.LOCKED_OUT);
        assertThat(asked).isEqualTo(before);
        login(logins, remote(2), "right");
        assertThat(last()).as("another address").isEqualTo(new LoginVerdict.Accepted(ALICE));

        loop.advance(Duration.ofNanos(MINUTE - 1));
        login(logins, remote(1), "right");
        assertThat(last()).isEqualTo(LoginVerdict.Refused.LOCKED_OUT);
        loop.advance(Duration.ofNanos(1));
        login(logins, remote(1), "right");
        assertThat(last()).isEqualTo(new LoginVerdict.Accepted(ALICE));
    }

    @Test
    void failuresThatAreFarApartLockNobodyOut() {
        Logins logins = logins(this::decide, false);
        for (int i = 0; i < 20; i++) {
            login(logins, remote(1), "wrong");
            loop.advance(Duration.ofNanos(MINUTE));
        }
        assertThat(verdicts).containsOnly(LoginVerdict.Refused.UNAUTHENTICATED);
    }

    @Test
    void loopbackIsLockedOutOnlyIfToldSo() {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        for (boolean told : new boolean[] {false, true}) {
            Logins logins = logins(this::decide, told);
            for (int i = 0; i < 6; i++) {
                login(logins, loopback, "wrong");
            }
            assertThat(last() == LoginVerdict.Refused.LOCKED_OUT).isEqualTo(told);
        }
    }

    @Test
    void whatAnAuthenticatorThrowsRefusesAndCountsAsNoFailureOfThePeer() {
        Logins logins = logins(
                credentials -> {
                    throw new IllegalStateException("the database knows no " + credentials.token());
                },
                false);
        for (int i = 0; i < 10; i++) {
            login(logins, remote(1), "wrong");
        }
        assertThat(verdicts).containsOnly(LoginVerdict.Refused.UNAUTHENTICATED).hasSize(10);
    }

    @Test
    void sixtyFourAreLookedAtAtOnceAThousandWaitAndTheNextIsToldToComeBack() {
        Logins logins = logins(this::decide, false);
        int most = LoginQueue.MAX_RUNNING + LoginQueue.MAX_WAITING;
        for (int i = 0; i < most; i++) {
            logins.ask(Credentials.of(remote(1)).token("right"), loop.loop(), verdicts::add);
        }
        loop.runUntilIdle();
        assertThat(workers).hasSize(64);
        assertThat(verdicts).isEmpty();
        logins.ask(Credentials.of(remote(1)).token("right"), loop.loop(), verdicts::add);
        loop.runUntilIdle();
        assertThat(verdicts).containsExactly(LoginVerdict.Refused.BUSY);
        runWorkers();
        assertThat(verdicts)
                .hasSize(most + 1)
                .filteredOn(LoginVerdict.Refused.BUSY::equals)
                .hasSize(1);
        assertThat(asked).isEqualTo(most);
    }

    @Test
    void loginThatIsGivenUpIsNotLookedAtAndNotTold() {
        Logins logins = logins(this::decide, false);
        Runnable giveUp = logins.ask(Credentials.of(remote(1)).token("right"), loop.loop(), verdicts::add);
        giveUp.run();
        runWorkers();
        assertThat(asked).isZero();
        assertThat(verdicts).isEmpty();
    }

    @Test
    void workersThatRejectTellThePeerToComeBackAndKeepNoPlace() {
        Logins logins = new Logins(
                this::decide,
                new Logins.Locks(null, false),
                task -> {
                    throw new RejectedExecutionException("full");
                },
                loop.ticker());
        for (int i = 0; i < 200; i++) {
            logins.ask(Credentials.of(remote(1)).token("right"), loop.loop(), verdicts::add);
        }
        loop.runUntilIdle();
        assertThat(verdicts).hasSize(200).containsOnly(LoginVerdict.Refused.BUSY);
    }

    @Test
    void ownAuthenticatorsAreAskedOnTheLoop() {
        Logins logins = logins(Authenticator.tokens(Map.of("right", ALICE)).or(Authenticator.mutualTls()), false);
        logins.ask(Credentials.of(remote(1)).token("right"), loop.loop(), verdicts::add);
        assertThat(verdicts).containsExactly(new LoginVerdict.Accepted(ALICE));
        assertThat(workers).isEmpty();
    }

    @Test
    void lockoutsAreBoundedAndWhoeverFailedLongestAgoIsForgottenFirst() {
        Lockouts table = new Lockouts(1, MINUTE, loop.ticker(), 3);
        for (int i = 1; i <= 4; i++) {
            table.failed("subject " + i);
        }
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.isLocked("subject 1")).isFalse();
        assertThat(table.isLocked("subject 2")).isTrue();
        loop.advance(Duration.ofNanos(MINUTE));
        table.failed("subject 5");
        assertThat(table.size()).as("the others' time is over").isOne();
    }

    @Test
    void ratesHoldByTheirClockAndTheirTableIsBounded() {
        Pace twoAMinute = new Pace(MINUTE / 2, 2);
        RateTable<String> table = new RateTable<>(twoAMinute, 3);
        long now = loop.loop().nanos();
        assertThat(table.tryTake("a", now)).isTrue();
        assertThat(table.tryTake("a", now)).isTrue();
        assertThat(table.tryTake("a", now)).isFalse();
        assertThat(table.tryTake("a", now + MINUTE / 2 - 1)).isFalse();
        assertThat(table.tryTake("a", now + MINUTE / 2)).isTrue();
        for (int i = 0; i < 10; i++) {
            table.tryTake("other " + i, now + MINUTE / 2);
        }
        assertThat(table.size()).isEqualTo(3);
        table.tryTake("b", now + 3 * MINUTE);
        assertThat(table.size()).as("full ones are forgotten").isOne();
    }
}
