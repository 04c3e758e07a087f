package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.observe.FrameWatch;
import io.trunkline.transport.Connection;
import io.trunkline.transport.internal.HandlerWatch;
import java.util.Map;

/**
 * Tells the server of a connection which of its files are turned away, by the reason that the peer is told.
 *
 * <p>What a peer does wrong within a transfer (chunks that do not fit, silence) is no refusal: {@link
 * io.trunkline.server.FileObserver} tells of it. Thread-safe; a client has nobody to tell.
 */
final class FileRefusals {
    private static final Map<String, Refusal.Reason> REASONS = Map.of(
            "BAD_NAME", Refusal.Reason.FILE_NAME,
            "BAD_SIZE", Refusal.Reason.FILE_SIZE,
            "CONFLICT", Refusal.Reason.FILE_EXISTS,
            "LIMIT_EXCEEDED", Refusal.Reason.FILE_LIMIT,
            "STORAGE", Refusal.Reason.FILE_STORAGE,
            "SHUTTING_DOWN", Refusal.Reason.SHUTTING_DOWN);

    private final HandlerWatch watch;
    private final Connection connection;

    FileRefusals(HandlerWatch watch, Connection connection) {
        this.watch = watch;
        this.connection = connection;
    }

    /** A message is on its way to the peer. */
    void answered(FileMessage message) {
        if (message instanceof FileMessage.Failure failure && failure.reason() != null) {
            refused(failure.reason());
        }
    }

    /** A file was turned away, for a reason of SPEC.md section 6.4 or 3.8. */
    void refused(String wireReason) {
        Refusal.Reason reason = REASONS.get(wireReason);
        if (reason != null && watch instanceof FrameWatch server) {
            server.fileRefused(reason, connection, "a file was turned away: " + wireReason);
        }
    }
}
