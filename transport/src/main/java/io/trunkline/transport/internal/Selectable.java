package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** Something that a loop's selector watches; attached to its key. Loop-confined. */
interface Selectable {
    /** Called when the key is ready; the loop closes what throws. */
    void onReady(SelectionKey key) throws IOException;

    /** Called with what {@link #onReady} threw. */
    void onFailure(Throwable failure);

    /** Called when the loop ends: close now, without another task. */
    void onLoopEnding();
}
