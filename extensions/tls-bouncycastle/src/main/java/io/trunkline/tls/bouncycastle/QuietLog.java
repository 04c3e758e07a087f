package io.trunkline.tls.bouncycastle;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Bouncy Castle's TLS from logging every connection, and every failed handshake with its stack trace, at INFO.
 *
 * <p>A peer that sends garbage could fill a disk with that, and whoever needs to know is told by the connection's close
 * reason. Its warnings go the same way: they repeat per connection too, and what fails comes to us as an exception. The level
 * of the one logger {@value #NAME} becomes SEVERE, which it never uses, unless it or a logger above it (but the root) has a
 * level already: who has set one means it. Thread-safe.
 */
final class QuietLog {
    static final String NAME = "org.bouncycastle.jsse.provider";

    /** Held for ever: the log manager forgets loggers that nobody holds, and their levels with them. */
    private static final Logger LOGGER = Logger.getLogger(NAME);

    private QuietLog() {}

    static void arrange() {
        if (!isConfigured(LOGGER)) {
            LOGGER.setLevel(Level.SEVERE);
        }
    }

    private static boolean isConfigured(@Nullable Logger logger) {
        for (Logger at = logger; at != null && !at.getName().isEmpty(); at = at.getParent()) {
            if (at.getLevel() != null) {
                return true;
            }
        }
        return false;
    }
}
