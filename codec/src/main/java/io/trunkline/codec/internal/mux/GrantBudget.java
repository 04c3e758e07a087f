package io.trunkline.codec.internal.mux;

/**
 * Bounds what the peer may still send under our grants, over all streams of a connection.
 *
 * <p>Nobody gets more than an eighth of what is left: an idle stream cannot hold what a busy one needs, and while anything
 * is left every stream gets something. What a creator may send before the first grant is not a grant. Loop-confined.
 * Implements STR-31 of SPEC.md section 4.4.
 */
final class GrantBudget {
    private static final int SHARES = 8;

    private long left;
    private boolean starved;

    GrantBudget(long total) {
        this.left = total;
    }

    /** Takes out as much of the wanted bytes as one stream may have now; 0 leaves the budget starved. */
    long take(long wanted) {
        long share = Math.min(wanted, left / SHARES);
        left -= share;
        starved |= share == 0 && wanted > 0;
        return share;
    }

    void giveBack(long bytes) {
        left += bytes;
    }

    /** Tells, once, whether somebody went away with nothing and there is something now. */
    boolean takeStarved() {
        boolean was = starved && left >= SHARES;
        starved &= !was;
        return was;
    }

    long left() {
        return left;
    }
}
