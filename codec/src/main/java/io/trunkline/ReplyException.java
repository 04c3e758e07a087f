package io.trunkline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The peer said no: handlers throw it, callers catch it, and it is the same class on both ends.
 *
 * <pre>{@code
 * handler throws ──▶ error on the wire ──▶ received by the caller
 *                                            │ escapes the caller's own handler: sent on as INTERNAL_ERROR
 *                                            └ throw e.forward(): sent on as it is
 * }</pre>
 *
 * <p>A received one is not passed on unless forwarded, because a downstream's UNAUTHORIZED says nothing about our own
 * caller. Immutable. Implements SPEC.md section 5.11.
 */
public final class ReplyException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String text;
    private final LinkedHashMap<String, Object> details;
    private final boolean received;

    /**
     * Refuses a request.
     *
     * @param code what is wrong, for programs
     * @param message what is wrong, for people; it goes to the peer
     */
    public ReplyException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /**
     * Refuses a request, with particulars.
     *
     * @param code what is wrong, for programs
     * @param message what is wrong, for people; it goes to the peer
     * @param details members of the error's {@code details}, encoded as JSON: strings, numbers, booleans, lists and maps of
     *     them
     */
    public ReplyException(ErrorCode code, String message, Map<String, ?> details) {
        this(code, message, details, false, null);
    }

    private ReplyException(
            ErrorCode code, String message, Map<String, ?> details, boolean received, @Nullable Throwable cause) {
        super(code + ": " + message, cause, Delivery.ANSWERED);
        this.code = code;
        this.text = message;
        this.details = new LinkedHashMap<>(details);
        this.received = received;
    }

    /**
     * Makes the exception that a caller catches, for clients and for fakes of them in tests.
     *
     * @param code the code that the peer sent
     * @param message the message that the peer sent
     * @param details the details that the peer sent, perhaps empty
     * @return an exception that {@link #isReceived()}
     */
    public static ReplyException received(ErrorCode code, String message, Map<String, ?> details) {
        return new ReplyException(code, message, details, true, null);
    }

    /**
     * Names what is wrong, for programs.
     *
     * @return one of the constants, or an application's own
     */
    public ErrorCode code() {
        return code;
    }

    /**
     * Gives the message as it stands on the wire, without the code in front.
     *
     * @return for people
     */
    public String text() {
        return text;
    }

    /**
     * Gives the particulars: {@code reason} and {@code executed} where Trunkline knows them, and what applications add.
     *
     * <p>Values are strings, booleans, {@code Integer}, {@code Long} or {@code BigInteger}, {@code Double} or
     * {@code BigDecimal}, lists and maps. Details that are not a JSON object are the member {@code value}; members that are
     * JSON {@code null} are left out.
     *
     * @return immutable, perhaps empty
     */
    public Map<String, Object> details() {
        return Collections.unmodifiableMap(details);
    }

    /**
     * Tells whether a peer sent it.
     *
     * @return false if it was made here, also by {@link #forward()}
     */
    public boolean isReceived() {
        return received;
    }

    /**
     * Makes a copy that may leave a handler as it is.
     *
     * @return an exception with the same code, message and details; its cause is this one
     */
    public ReplyException forward() {
        return new ReplyException(code, text, details, false, this);
    }

    /**
     * Tells whether a later try can succeed without running the request twice.
     *
     * @return true for a retryable code whose {@code details.executed} is {@code no}, and for NO_ROUTE_FOUND and RATE_LIMITED,
     *     which nobody ran; an absent or unknown {@code executed} means that it may have run
     */
    @Override
    public boolean isRetryable() {
        boolean notRun = "no".equals(details.get("executed"))
                || code.equals(ErrorCode.NO_ROUTE_FOUND)
                || code.equals(ErrorCode.RATE_LIMITED);
        return notRun && code.isRetryable();
    }
}
