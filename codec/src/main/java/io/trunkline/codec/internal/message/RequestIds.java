package io.trunkline.codec.internal.message;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes version 4 ids at the cost of a counter: a ticket, mixed twice.
 *
 * <pre>{@code
 * ticket = next()          counter, + 1 each time
 * high   = mix(seedA + ticket · g)   with the version's 4 bits set
 * low    = mix(seedB + ticket · h)   with the variant's 2 bits set
 * }</pre>
 *
 * <p>Why this is enough: an id must not repeat while in flight, and need not be a secret. Within one generator 122 mixed bits
 * repeat with the odds of random ones; two generators start at 128 bits from {@link SecureRandom}, so they meet with the odds
 * of two random points. Nobody gains from guessing an id: a broker puts ids of its own on what it forwards, and takes a
 * response from the request's target only. {@code UUID.randomUUID()} spends twenty times as long on being unguessable.
 *
 * <p>Thread-safe; give each loop or connection its own, so that the counter is not contended. Implements SPEC.md section 5.5.
 */
public final class RequestIds {
    private static final SecureRandom SEEDS = new SecureRandom();

    /** Odd constants without a common pattern, so that the halves do not move together. */
    private static final long HIGH_STEP = 0x9E3779B97F4A7C15L;

    private static final long LOW_STEP = 0xD1B54A32D192ED03L;

    private final long highSeed;
    private final long lowSeed;
    private final AtomicLong tickets = new AtomicLong();

    /** Makes a generator that starts where no other does. */
    public RequestIds() {
        this(SEEDS.nextLong(), SEEDS.nextLong());
    }

    /** Makes a generator whose ids can be foretold, for tests. */
    RequestIds(long highSeed, long lowSeed) {
        this.highSeed = highSeed;
        this.lowSeed = lowSeed;
    }

    /**
     * Draws the ticket of a new id.
     *
     * @return what {@link #high} and {@link #low} turn into the id
     */
    public long next() {
        return tickets.getAndIncrement();
    }

    /**
     * Gives the upper half of a ticket's id.
     *
     * @param ticket what {@link #next} returned
     * @return always the same for the same ticket
     */
    public long high(long ticket) {
        return (mix(highSeed + ticket * HIGH_STEP) & ~0xF000L) | 0x4000L;
    }

    /**
     * Gives the lower half of a ticket's id.
     *
     * @param ticket what {@link #next} returned
     * @return always the same for the same ticket
     */
    public long low(long ticket) {
        return (mix(lowSeed + ticket * LOW_STEP) & ~(3L << 62)) | (2L << 62);
    }

    /** Stafford's variant 13 of the 64-bit finaliser: every input bit moves every output bit with odds near one half. */
    private static long mix(long input) {
        long mixed = (input ^ (input >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
