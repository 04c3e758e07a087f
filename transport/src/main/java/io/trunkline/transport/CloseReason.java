package io.trunkline.transport;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says why a connection ended: the first reason wins.
 *
 * <p>Immutable.
 */
public final class CloseReason {
    /**
     * Sorts the reasons, for programs.
     *
     * <p>Open: constants will be added, so a {@code switch} needs a {@code default}.
     */
    public enum Kind {
        /** This side closed it. */
        LOCAL,
        /** The peer closed it in order. */
        REMOTE,
        /** The network or the peer's machine ended it: reset, unreachable, broken pipe. */
        LOST,
        /** TLS failed: the handshake, the peer's certificate, or what came after; nothing was agreed or no byte can be trusted. */
        TLS,
        /** The TLS handshake did not end within its timeout. */
        HANDSHAKE_TIMEOUT,
        /** The peer took no byte for the write-stall timeout while bytes were waiting. */
        WRITE_STALL,
        /** The peer took bytes too slowly and the outbound cap was hit under the policy CLOSE. */
        OUTBOUND_CAP,
        /** The memory budget was spent, and the peer left more unread than any other. */
        MEMORY,
        /** No byte went either way for the idle timeout. */
        IDLE,
        /** A heartbeat was not answered in time. */
        HEARTBEAT,
        /** The peer began a frame and did not finish it in time, or not at the pace asked for. */
        FRAME_TIMEOUT,
        /** The peer broke the protocol. */
        PROTOCOL,
        /** The peer was not let in, or has lost the right to stay. */
        REFUSED,
        /** The server or client is shutting down. */
        SHUTDOWN,
        /** A callback threw, or something in Trunkline failed. */
        INTERNAL
    }

    private final Kind kind;
    private final String text;
    private final @Nullable Throwable cause;

    private CloseReason(Kind kind, String text, @Nullable Throwable cause) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.text = Objects.requireNonNull(text, "text");
        this.cause = cause;
    }

    /**
     * Describes an end without an error behind it.
     *
     * @param kind its sort
     * @param text one line, for people
     * @return the reason
     */
    public static CloseReason of(Kind kind, String text) {
        return new CloseReason(kind, text, null);
    }

    /**
     * Describes an end that an error brought about.
     *
     * @param kind its sort
     * @param text one line, for people
     * @param cause the error
     * @return the reason
     */
    public static CloseReason of(Kind kind, String text, Throwable cause) {
        return new CloseReason(kind, text, Objects.requireNonNull(cause, "cause"));
    }

    /**
     * Sorts the reason.
     *
     * @return never null
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Explains the reason to people.
     *
     * @return one line
     */
    public String text() {
        return text;
    }

    /**
     * Gives the error behind it.
     *
     * @return empty if there is none
     */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /** Shows kind, text and the cause, unless the text tells it already. */
    @Override
    public String toString() {
        return kind + ": " + text + untoldCause();
    }

    private String untoldCause() {
        if (cause == null) {
            return "";
        }
        String told = cause.getMessage();
        return told != null && text.contains(told) ? "" : " (" + cause + ")";
    }
}
