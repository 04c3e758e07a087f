package io.trunkline.transport.internal;

import org.jspecify.annotations.Nullable;

/**
 * What a log shows of a failure in a user's code: the same classes and lines of code, its texts by {@link LogText}.
 *
 * <p>An exception's text often quotes what the peer has sent, so it is treated as the peer's. Never thrown.
 */
@SuppressWarnings({"serial", "OverrideThrowableToString"}) // never serialised; the class shown is another's
public final class LoggedFailure extends Throwable {
    /** Causes below a failure that are shown: what wraps deeper says nothing new. */
    private static final int MAX_CAUSES = 4;

    private final String shown;

    private LoggedFailure(Throwable failure, @Nullable LoggedFailure cause) {
        super(null, cause, false, true);
        String text = failure.getMessage();
        this.shown = failure.getClass().getName() + (text == null ? "" : ": " + LogText.of(text));
        setStackTrace(failure.getStackTrace());
    }

    /** Shows a failure and its causes. */
    public static LoggedFailure of(Throwable failure) {
        return of(failure, MAX_CAUSES);
    }

    private static LoggedFailure of(Throwable failure, int causes) {
        Throwable cause = failure.getCause();
        return new LoggedFailure(failure, cause == null || causes == 0 ? null : of(cause, causes - 1));
    }

    /** Not its own trace: it has that of the failure. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    public String toString() {
        return shown;
    }
}
