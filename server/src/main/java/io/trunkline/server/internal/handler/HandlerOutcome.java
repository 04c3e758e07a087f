package io.trunkline.server.internal.handler;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(HandlerOutcome.class);

    private HandlerOutcome() {}

    static Reply of(LocalRoute route, @Nullable Object result, boolean cancelled) {
        if (result == null) {
            if (cancelled) {
                return Reply.TIMEOUT;
            }
            LOG.warn("handler of {} returned null; answer something or throw a ReplyException", route);
            return INTERNAL_ERROR;
        }
        try {
            return new Reply.Success(route.encode(result));
        } catch (Throwable e) {
            // Codecs call users' accessors, so anything may come out of them, StackOverflowError included.
            LOG.warn("result of the handler of {} cannot be encoded", route, e);
            return INTERNAL_ERROR;
        }
    }

    static Reply of(LocalRoute route, Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof ReplyException refusal && !refusal.isReceived()) {
            return new Reply.Failure(refusal.code(), refusal.text(), refusal.details());
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        LOG.warn("handler of {} failed", route, cause);
        return INTERNAL_ERROR;
    }

    /** Stages wrap what their functions throw; the handler's own exception is inside. */
    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
        return wrapper && cause != null ? unwrap(cause) : thrown;
    }
}
