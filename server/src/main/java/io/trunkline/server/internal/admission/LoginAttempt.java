package io.trunkline.server.internal.admission;

import io.trunkline.server.Authenticator;
import io.trunkline.server.Credentials;
import io.trunkline.server.internal.handler.HandlerScope;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a user's authenticator about one peer, on a worker, until there is an answer or nobody waits for it any more.
 *
 * <pre>{@code
 * WAITING ──a worker──▶ RUNNING ──returns──▶ told ─┐
 *    └─ give up ─▶ OVER ◀─ give up: interrupted ───┴─▶ its place is free only now
 * }</pre>
 *
 * <p>Thread-safe: guarded by {@code this}, which is not held while the authenticator runs.
 */
final class LoginAttempt implements Runnable {
    private final Authenticator authenticator;
    private final Credentials credentials;
    private final Consumer<Outcome> told;
    private @Nullable Thread runner;
    private boolean over;

    /** What an authenticator did: it answered, or it threw. */
    record Outcome(@Nullable LoginVerdict verdict, @Nullable Throwable failure) {}

    /** Tells once, on the thread that runs this, and nothing any more once it was given up. */
    LoginAttempt(Authenticator authenticator, Credentials credentials, Consumer<Outcome> told) {
        this.authenticator = authenticator;
        this.credentials = credentials;
        this.told = told;
    }

    @Override
    public void run() {
        if (begin()) {
            HandlerScope.run(() -> {
                Outcome outcome = ask(authenticator, credentials);
                if (end()) {
                    told.accept(outcome);
                }
            });
        }
    }

    /** Asks, and never throws: errors of the JVM cost this peer alone too. */
    static Outcome ask(Authenticator authenticator, Credentials credentials) {
        try {
            return new Outcome(
                    authenticator
                            .authenticate(credentials)
                            .<LoginVerdict>map(LoginVerdict.Accepted::new)
                            .orElse(LoginVerdict.Refused.UNAUTHENTICATED),
                    null);
        } catch (Throwable e) {
            return new Outcome(null, e);
        }
    }

    /** No worker takes it, and its peer is told so. */
    void reject() {
        if (end()) {
            told.accept(new Outcome(LoginVerdict.Refused.BUSY, null));
        }
    }

    private synchronized boolean begin() {
        if (!over) {
            runner = Thread.currentThread();
        }
        return !over;
    }

    /** Takes back an interrupt that came too late: the thread has other work before it. */
    private synchronized boolean end() {
        runner = null;
        if (over) {
            boolean unused = Thread.interrupted();
        }
        return !over;
    }

    /** Nobody waits any more; an authenticator that heeds interrupts ends. */
    synchronized void giveUp() {
        over = true;
        if (runner != null) {
            runner.interrupt();
        }
    }
}
