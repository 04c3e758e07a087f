package io.trunkline.testing.faults;

import io.trunkline.transport.CloseReason;

/** How one side of a connection saw its end, in one word: a {@link CloseReason.Kind}, or that there never was one. */
final class Ending {
    /** The connect failed: there was no connection to close. */
    static final String CONNECT = "CONNECT";

    private Ending() {}

    static String of(CloseReason reason) {
        return reason.kind().name();
    }
}
