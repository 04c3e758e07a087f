package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsInfo;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection's engine, and what is to be checked and told once its handshake is over. Loop-confined. */
public interface TlsEngine {
    /** Configured, with the mode set; its handshake has not begun. */
    SSLEngine engine();

    /**
     * Called once, after the handshake and before the first byte of the application goes either way.
     *
     * @param group the named group of the key exchange as read from the handshake; null if it had none
     * @throws SSLException if the peer is not accepted after all, its name for instance
     */
    TlsInfo completed(@Nullable String group) throws SSLException;

    /** The same failure of a handshake, with what the settings of this side may have to do with it. */
    default SSLException explained(SSLException failure) {
        return failure;
    }
}
