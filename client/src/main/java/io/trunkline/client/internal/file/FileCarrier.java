package io.trunkline.client.internal.file;

import io.trunkline.transport.FrameConnection;
import org.jspecify.annotations.Nullable;

/**
 * A frame client of ours, which lets transfers have its frames before its user does. Thread-safe.
 *
 * @param <F> what a frame is
 */
public interface FileCarrier<F> {
    /** The client's transfers, those that are open and those to come. */
    FileTransfers<F> files();

    /** The connection that is up; null if there is none. */
    @Nullable
    FrameConnection<F> connection();
}
