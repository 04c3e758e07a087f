package io.trunkline.server.apps;

import io.trunkline.MediaRecord;
import io.trunkline.transport.ConnectionHandler;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes handlers that acknowledge media records.
 *
 * <pre>{@code
 * TrunklineServer.builder()
 *     .listen(7004, MediaRecord.in(FrameFormat.lengthPrefixed()), MediaApps.acknowledging())
 *     .listen(7005, MediaRecord.in(FrameFormat.raw()), MediaApps.acknowledging())
 * }</pre>
 *
 * <p>In {@code raw} each read is one record, and acknowledgements stand bare. Thread-safe. Implements SPEC.md section 3.9.
 */
public final class MediaApps {
    private MediaApps() {}

    /**
     * Acknowledges every record and keeps none.
     *
     * @return for a listener of {@code MediaRecord.in(..)}
     */
    public static ConnectionHandler.Factory<MediaRecord> acknowledging() {
        return acknowledging(media -> {});
    }

    /**
     * Hands every record over, of an unknown type too, and acknowledges it when the receiver has returned.
     *
     * @param receiver called on a worker, in the order of the wire for one connection, concurrently for several; what it throws
     *     closes the connection, and the record is not acknowledged
     * @return for a listener of {@code MediaRecord.in(..)}
     */
    public static ConnectionHandler.Factory<MediaRecord> acknowledging(Consumer<? super MediaRecord> receiver) {
        Objects.requireNonNull(receiver, "receiver");
        return connection -> new MediaAcks(connection, receiver);
    }
}
