package io.trunkline.server;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Tells that a server has turned a connection, or one request or file of it, away, and why.
 *
 * <p>Immutable. It never holds a token, a payload or anything else that the peer has sent.
 */
public final class Refusal {
    /**
     * Sorts refusals, for programs.
     *
     * <p>Open: constants will be added, so a {@code switch} needs a {@code default}.
     */
    public enum Reason {
        /** The server has as many connections as it takes. */
        CONNECTIONS,
        /** The address has as many connections as it may. */
        CONNECTIONS_OF_ADDRESS,
        /** The address has as many handshakes under way as it may. */
        HANDSHAKES_OF_ADDRESS,
        /** The address connects more often than it may. */
        CONNECTION_RATE,
        /** The address is denied, or not among those that are allowed. */
        ADDRESS_DENIED,
        /** The address has failed to authenticate too often of late. */
        LOCKED_OUT,
        /** Who it is could not be proved: the token or certificate was not accepted. */
        UNAUTHENTICATED,
        /** It did not say in time who it is. */
        AUTHENTICATION_TIMEOUT,
        /** It is known, and may not do what it asked for. */
        FORBIDDEN,
        /** It asks, sends or opens streams more often than it may; a peer that is read more slowly for it is counted each time. */
        RATE,
        /** As many requests run, streams are open, or subscriptions are held, as may. */
        BUSY,
        /** A file has a name that no file may have, or that something else than a file has. */
        FILE_NAME,
        /** A file is too large, or not of the size that was announced. */
        FILE_SIZE,
        /** A file has the name of another that stays, or a transfer the id of another. */
        FILE_EXISTS,
        /** The address has as many transfers open as it may, or the directory has no room under its quota. */
        FILE_LIMIT,
        /** A file could not be stored, or read, by this machine. */
        FILE_STORAGE,
        /** The memory budget is spent. */
        MEMORY,
        /** The server is shutting down. */
        SHUTTING_DOWN
    }

    private final Reason reason;
    private final InetSocketAddress remoteAddress;
    private final String text;

    private Refusal(Reason reason, InetSocketAddress remoteAddress, String text) {
        this.reason = Objects.requireNonNull(reason, "reason");
        this.remoteAddress = Objects.requireNonNull(remoteAddress, "remoteAddress");
        this.text = Objects.requireNonNull(text, "text");
    }

    /**
     * Describes a refusal; for the server, and for tests of observers.
     *
     * @param reason its sort
     * @param remoteAddress whom it met
     * @param text one line with the numbers, for people; nothing that the peer has sent
     * @return the refusal
     */
    public static Refusal of(Reason reason, InetSocketAddress remoteAddress, String text) {
        return new Refusal(reason, remoteAddress, text);
    }

    /**
     * Sorts the refusal.
     *
     * @return never null
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Tells whom it met.
     *
     * @return the peer's address and port
     */
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /**
     * Explains the refusal to people.
     *
     * @return one line
     */
    public String text() {
        return text;
    }

    /** Shows reason, address and text. */
    @Override
    public String toString() {
        return reason + ": " + text + " (" + remoteAddress + ")";
    }
}
