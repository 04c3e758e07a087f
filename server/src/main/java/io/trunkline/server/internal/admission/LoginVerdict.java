package io.trunkline.server.internal.admission;

import io.trunkline.Identity;

/** How it went with somebody who says who he is. */
public sealed interface LoginVerdict {
    /**
     * He is let in. Immutable.
     *
     * @param identity who he is
     */
    record Accepted(Identity identity) implements LoginVerdict {}

    /** He is not; the peer hears the same of the first two. */
    enum Refused implements LoginVerdict {
        /** What he has shown was not accepted. */
        UNAUTHENTICATED,
        /** He has failed too often of late, and nobody was asked. */
        LOCKED_OUT,
        /** Nobody could look at it: too many others are being asked about. */
        BUSY
    }
}
