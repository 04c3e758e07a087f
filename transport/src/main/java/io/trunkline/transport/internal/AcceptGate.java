package io.trunkline.transport.internal;

import java.net.InetSocketAddress;

/**
 * Decides about each accepted socket before a byte of it is read, and hears of everyone's end.
 *
 * <pre>{@code
 * tryEnter ─ false ─▶ closed, nothing more is heard of it
 *     └ true ─▶ [opened, where it had a handshake to make] ─▶ left, exactly once
 * }</pre>
 *
 * <p>It is told the address each time and a connection holds nothing for it, so it costs idle connections no memory. Called on
 * any loop, must not block and must not throw. Implementations are thread-safe; several listeners may share one.
 */
public interface AcceptGate {
    /**
     * Lets a socket in or not.
     *
     * @param remote whose it is
     * @param handshake whether it has a TLS handshake before it
     * @return false to have it closed
     */
    boolean tryEnter(InetSocketAddress remote, boolean handshake);

    /**
     * A handshake has ended well.
     *
     * @param remote whose it was
     */
    void opened(InetSocketAddress remote);

    /**
     * A connection that was let in is closed.
     *
     * @param remote whose it was
     * @param inHandshake whether it never came to its end
     */
    void left(InetSocketAddress remote, boolean inHandshake);
}
