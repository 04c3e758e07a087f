package io.trunkline.transport.internal;

import java.time.Duration;

/**
 * A {@link io.trunkline.transport.ConnectionHandler} that has something to tell or to finish when its server ends.
 *
 * <p>Others are not told: their connection ends behind the frames that were read. Runs where the handler runs, between its
 * other callbacks.
 */
public interface DrainAware {
    /**
     * Called behind the frames that were read so far; reading goes on, and whoever implements it ends the connection.
     *
     * @param grace after it the connection is closed all the same
     */
    void onDrain(Duration grace);
}
