package io.trunkline.testing;

import java.time.Duration;
import java.time.Instant;

/** From when until when a certificate counts. Immutable. */
record Validity(Instant from, Instant until) {
    /** Long enough for any test run, short enough to be useless elsewhere. */
    static final Duration USUAL = Duration.ofDays(30);

    /** How far another machine's clock may be behind. */
    static final Duration CLOCK_SKEW = Duration.ofHours(1);

    Validity {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "validity from " + from + " until " + until + ": must begin before it ends");
        }
    }

    static Validity usual() {
        return forNext(USUAL);
    }

    static Validity forNext(Duration time) {
        Instant now = Instant.now();
        return new Validity(now.minus(CLOCK_SKEW), now.plus(time));
    }

    static Validity past() {
        Instant now = Instant.now();
        return new Validity(now.minus(USUAL), now.minus(Duration.ofDays(1)));
    }

    static Validity future() {
        Instant now = Instant.now();
        return new Validity(now.plus(Duration.ofDays(1)), now.plus(USUAL));
    }
}
