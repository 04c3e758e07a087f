package io.trunkline;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names an error that one peer reports to another; equal by name.
 *
 * <p>An open set: the thirteen constants are what brokers and Trunkline itself send, applications bring their own with
 * {@link #of}. Immutable. Implements SPEC.md section 8.
 */
public final class ErrorCode implements Serializable {
    /** The request is understood and not acceptable: its payload does not bind, or a setting in it is out of range. */
    public static final ErrorCode INVALID_REQUEST = new ErrorCode("INVALID_REQUEST");
    /** A header or a payload does not parse. */
    public static final ErrorCode MALFORMED_MESSAGE = new ErrorCode("MALFORMED_MESSAGE");
    /** A response answers no request of its receiver. */
    public static final ErrorCode INVALID_REQUEST_ID = new ErrorCode("INVALID_REQUEST_ID");
    /** The topic is served, but not in this version. */
    public static final ErrorCode VERSION_NOT_SUPPORTED = new ErrorCode("VERSION_NOT_SUPPORTED");
    /** Who asks is not known. */
    public static final ErrorCode UNAUTHORIZED = new ErrorCode("UNAUTHORIZED");
    /** Who asks is known and may not. */
    public static final ErrorCode FORBIDDEN = new ErrorCode("FORBIDDEN");
    /** The system topic does not exist. */
    public static final ErrorCode TOPIC_NOT_SUPPORTED = new ErrorCode("TOPIC_NOT_SUPPORTED");
    /** Nobody serves or subscribes to the topic at present. */
    public static final ErrorCode NO_ROUTE_FOUND = new ErrorCode("NO_ROUTE_FOUND");
    /** Busy, shutting down, or the target was lost; {@code details.reason} says which. */
    public static final ErrorCode SERVICE_UNAVAILABLE = new ErrorCode("SERVICE_UNAVAILABLE");
    /** No response came within the request's timeout. */
    public static final ErrorCode TIMEOUT = new ErrorCode("TIMEOUT");
    /** The handler failed, in a way that is no business of its caller. */
    public static final ErrorCode INTERNAL_ERROR = new ErrorCode("INTERNAL_ERROR");
    /** Too many messages in too short a time. */
    public static final ErrorCode RATE_LIMITED = new ErrorCode("RATE_LIMITED");
    /** The payload is larger than its receiver takes. */
    public static final ErrorCode PAYLOAD_TOO_LARGE = new ErrorCode("PAYLOAD_TOO_LARGE");

    /** Keeps a code printable on one log line, whoever sent it; the longest of ours has 21 characters. */
    private static final int MAX_LENGTH = 200;

    private static final long serialVersionUID = 1L;

    private static final Map<String, ErrorCode> KNOWN = List.of(
                    INVALID_REQUEST,
                    MALFORMED_MESSAGE,
                    INVALID_REQUEST_ID,
                    VERSION_NOT_SUPPORTED,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    TOPIC_NOT_SUPPORTED,
                    NO_ROUTE_FOUND,
                    SERVICE_UNAVAILABLE,
                    TIMEOUT,
                    INTERNAL_ERROR,
                    RATE_LIMITED,
                    PAYLOAD_TOO_LARGE)
            .stream()
            .collect(Collectors.toUnmodifiableMap(ErrorCode::name, Function.identity()));

    private final String name;

    private ErrorCode(String name) {
        this.name = name;
    }

    /**
     * Gives the code of this name, a constant where there is one.
     *
     * @param name 1 to 200 characters without control characters, by custom upper case with underscores
     * @return the code
     * @throws IllegalArgumentException if the name is none
     */
    public static ErrorCode of(String name) {
        ErrorCode known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        if (name.isEmpty() || name.length() > MAX_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "an error code has 1 to 200 characters and no control characters; this one has " + name.length());
        }
        return new ErrorCode(name);
    }

    /**
     * Gives the name as it stands on the wire.
     *
     * @return never empty
     */
    public String name() {
        return name;
    }

    /**
     * Tells whether the same request may succeed later.
     *
     * <p>Whether it may be sent again also depends on whether it ran: {@link ReplyException#isRetryable()} reads that from the
     * error's details.
     *
     * @return true for SERVICE_UNAVAILABLE, RATE_LIMITED, NO_ROUTE_FOUND and TIMEOUT; false for all others, also for codes of
     *     applications
     */
    public boolean isRetryable() {
        return equals(SERVICE_UNAVAILABLE) || equals(RATE_LIMITED) || equals(NO_ROUTE_FOUND) || equals(TIMEOUT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ErrorCode that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Shows the name. */
    @Override
    public String toString() {
        return name;
    }
}
