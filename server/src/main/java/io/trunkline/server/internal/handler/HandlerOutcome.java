package io.trunkline.server.internal.handler;

import io.trunkline.Call;
import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a handler returned or threw into the reply that its caller may see.
 *
 * <pre>{@code
 * result                          ─▶ its payload
 * ReplyException made here        ─▶ its code, text and details
 * ReplyException received         ─▶ INTERNAL_ERROR: a downstream's refusal is not ours
 * null after a cancellation       ─▶ TIMEOUT, if nobody has told the caller yet
 * null, anything else thrown      ─▶ INTERNAL_ERROR with a fixed text; the log has the rest
 * }</pre>
 *
 * <p>Thread-safe: stateless.
 */
final class HandlerOutcome {
    /** All that a caller learns of a failure: our stack traces and class names are no business of a stranger. */
    static final Reply INTERNAL_ERROR =
            new Reply.Failure(ErrorCode.INTERNAL_ERROR, "The handler failed; the server's log says why");

    private HandlerOutcome() {}

    static Reply of(LocalRoute route, @Nullable Object result, Call call, CallEnd told) {
        if (result == null) {
            return call.isCancelled() ? Reply.TIMEOUT : failed(route, "handler-returned-null", new NullResult(), told);
        }
        try {
            return new Reply.Success(route.encode(result));
        } catch (Throwable e) {
            // Codecs call users' accessors, so anything may come out of them, StackOverflowError included.
            return failed(route, "result-not-encodable", e, told);
        }
    }

    static Reply of(LocalRoute route, Throwable thrown, CallEnd told) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof ReplyException refusal && !refusal.isReceived()) {
            return new Reply.Failure(refusal.code(), refusal.text(), refusal.details());
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return failed(route, "handler-failed", cause, told);
    }

    private static Reply failed(LocalRoute route, String what, Throwable failure, CallEnd told) {
        route.log().failed(what, failure);
        told.failed(failure);
        return INTERNAL_ERROR;
    }

    /** What observers and the log are shown of a handler that answers nothing. */
    private static final class NullResult extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NullResult() {
            super("the handler returned null; answer something or throw a ReplyException");
        }
    }

    /** Stages wrap what their functions throw; the handler's own exception is inside. */
    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
        return wrapper && cause != null ? unwrap(cause) : thrown;
    }
}
