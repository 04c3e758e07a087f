package io.trunkline.server.apps;

import io.trunkline.Payload;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamHandler;
import java.time.Duration;

/**
 * Sends the data of every stream back on that stream, until its peer closes it.
 *
 * <p>What is read waits here until the peer grants credit for it, so a peer that does not read is soon not read either.
 * Thread-safe: stateless. Implements SPEC.md section 4.
 */
final class StreamEcho implements StreamHandler {
    /** The connection's idle timeout comes first, unless other streams keep it busy. */
    private static final Duration IDLE = Duration.ofHours(1);

    @Override
    public void handle(DuplexStream stream) {
        Payload bytes;
        while ((bytes = stream.read(IDLE)) != null) {
            stream.write(bytes);
        }
    }
}
