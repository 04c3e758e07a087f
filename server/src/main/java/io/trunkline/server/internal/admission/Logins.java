package io.trunkline.server.internal.admission;

import io.trunkline.server.Authenticator;
import io.trunkline.server.Credentials;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.OutageLog;
import io.trunkline.transport.internal.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who peers are: asks the authenticator where that is cheap, and nobody where it would be of no use.
 *
 * <pre>{@code
 * locked out? ─▶ ours: asked on the loop
 *             └▶ a user's: a place among 64, or behind 1,024 that wait? ─▶ a worker ─▶ back to the loop
 * }</pre>
 *
 * <p>So a flood of logins costs a digest each, or 64 of the workers' places and 16 MiB. Thread-safe.
 */
public final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

    private final Authenticator authenticator;
    private final @Nullable Lockouts lockouts;
    private final boolean lockLoopback;
    private final OutageLog failures;
    private final LoginQueue queue;

    /**
     * Whom to lock out, and when. Immutable.
     *
     * @param table null for nobody
     * @param loopback whether this machine's own addresses too
     */
    public record Locks(@Nullable Lockouts table, boolean loopback) {}

    /**
     * Asks an authenticator.
     *
     * @param authenticator a user's or ours
     * @param locks whom not to ask about any more
     * @param workers where a user's runs
     * @param ticker spaces lines of the log
     */
    public Logins(Authenticator authenticator, Locks locks, Executor workers, Ticker ticker) {
        this.authenticator = authenticator;
        this.lockouts = locks.table();
        this.lockLoopback = locks.loopback();
        this.queue = new LoginQueue(workers);
        this.failures = new OutageLog(ticker);
    }

    /**
     * Asks who a peer is.
     *
     * @param credentials what it has shown
     * @param loop where the verdict is wanted: before this returns where nobody need be waited for, else as a task
     * @param told gets the verdict, once at most
     * @return gives up waiting; the verdict may still be under way then
     */
    public Runnable ask(Credentials credentials, EventLoop loop, Consumer<LoginVerdict> told) {
        if (credentials.token().isPresent() && isLocked(credentials)) {
            told.accept(LoginVerdict.Refused.LOCKED_OUT);
            return () -> {};
        }
        if (authenticator instanceof Immediate) {
            told.accept(verdict(credentials, LoginAttempt.ask(authenticator, credentials)));
            return () -> {};
        }
        return askOnWorker(credentials, verdict -> loop.tryExecute(() -> told.accept(verdict)));
    }

    /**
     * Asks who a peer is, on this thread, which may be made to wait.
     *
     * @param credentials what it has shown
     * @param begun gets what gives up, before anybody is asked
     * @return the verdict
     */
    public LoginVerdict askHere(Credentials credentials, Consumer<Runnable> begun) {
        if (isLocked(credentials)) {
            return LoginVerdict.Refused.LOCKED_OUT;
        }
        if (authenticator instanceof Immediate) {
            return verdict(credentials, LoginAttempt.ask(authenticator, credentials));
        }
        if (!queue.tryTakePlace()) {
            return LoginVerdict.Refused.BUSY;
        }
        LoginVerdict[] verdict = {LoginVerdict.Refused.UNAUTHENTICATED};
        LoginAttempt attempt =
                new LoginAttempt(authenticator, credentials, outcome -> verdict[0] = verdict(credentials, outcome));
        begun.accept(attempt::giveUp);
        try {
            attempt.run();
            return verdict[0];
        } finally {
            queue.done();
        }
    }

    private Runnable askOnWorker(Credentials credentials, Consumer<LoginVerdict> told) {
        LoginAttempt attempt =
                new LoginAttempt(authenticator, credentials, outcome -> told.accept(verdict(credentials, outcome)));
        if (!queue.offer(attempt)) {
            told.accept(LoginVerdict.Refused.BUSY);
        }
        return attempt::giveUp;
    }

    private LoginVerdict verdict(Credentials credentials, LoginAttempt.Outcome outcome) {
        Throwable failure = outcome.failure();
        if (failure != null) {
            logFailure(failure);
            return LoginVerdict.Refused.UNAUTHENTICATED;
        }
        LoginVerdict verdict = outcome.verdict() == null ? LoginVerdict.Refused.UNAUTHENTICATED : outcome.verdict();
        if (verdict == LoginVerdict.Refused.UNAUTHENTICATED
                && credentials.token().isPresent()) {
            failed(credentials);
        }
        return verdict;
    }

    /** Without the text of the failure, which may well quote the token. */
    private void logFailure(Throwable failure) {
        long before = failures.next();
        if (before != OutageLog.SILENT) {
            Optional<StackTraceElement> at =
                    Arrays.stream(failure.getStackTrace()).findFirst();
            LOG.warn(
                    "event=authenticator-failed type={} at={} more={}",
                    failure.getClass().getName(),
                    at.map(StackTraceElement::toString).orElse("unknown"),
                    before);
        }
    }

    private void failed(Credentials credentials) {
        if (lockouts != null) {
            subjects(credentials).forEach(lockouts::failed);
        }
    }

    private boolean isLocked(Credentials credentials) {
        return lockouts != null && subjects(credentials).stream().anyMatch(lockouts::isLocked);
    }

    /** The address, and whom its certificate stands for: who changes the one has the other still. */
    private List<Object> subjects(Credentials credentials) {
        InetSocketAddress remote = credentials.address();
        InetAddress address = remote.getAddress();
        boolean exempt = !lockLoopback && AddressKey.isLoopback(address);
        return Stream.concat(
                        exempt ? Stream.empty() : Stream.of(AddressKey.of(address)),
                        credentials.certificateIdentity().stream())
                .toList();
    }
}
