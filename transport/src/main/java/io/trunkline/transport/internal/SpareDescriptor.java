package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one descriptor back for the day when there is none left.
 *
 * <p>A listener without descriptors cannot even refuse: who connects waits in the kernel's queue until it gives up by itself.
 * With the spare one given up, one connection can be accepted and closed, which its peer sees at once. Loop-confined.
 */
final class SpareDescriptor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SpareDescriptor.class);

    private @Nullable SocketChannel spare;

    SpareDescriptor() {
        refill();
    }

    /** Takes a descriptor if there is none in reserve and one can be had. */
    void refill() {
        if (spare == null) {
            try {
                spare = SocketChannel.open();
            } catch (IOException e) {
                log.trace("event=no-spare-descriptor", e);
            }
        }
    }

    boolean isHeld() {
        return spare != null;
    }

    /** Accepts one connection in place of the reserve and closes it; tells whether there was one. */
    boolean refuseOne(ServerSocketChannel listener) {
        if (spare == null) {
            return false;
        }
        close();
        // Another thread may be quicker with the descriptor: then nobody is refused this time.
        try (SocketChannel refused = listener.accept()) {
            return refused != null;
        } catch (IOException e) {
            log.trace("event=refusal-failed", e);
            return false;
        } finally {
            refill();
        }
    }

    @Override
    public void close() {
        Acceptor.closeQuietly(spare);
        spare = null;
    }
}
