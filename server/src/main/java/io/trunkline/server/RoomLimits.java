package io.trunkline.server;

/**
 * Bounds what connections may hold of {@link Rooms}; what crosses a bound is refused by name. Immutable.
 *
 * <p>What is counted is a connection in a room: that is what costs memory, and what a peer can ask for.
 */
public final class RoomLimits {
    private static final int MOST = 10_000_000;

    private final int roomsPerConnection;
    private final int memberships;

    private RoomLimits(Builder builder) {
        this.roomsPerConnection = inRange("roomsPerConnection", builder.roomsPerConnection, 1);
        this.memberships = inRange("memberships", builder.memberships, roomsPerConnection);
    }

    private static int inRange(String setting, int value, int least) {
        if (value < least || value > MOST) {
            throw new IllegalArgumentException(setting + " must be " + least + " to " + MOST + ": " + value);
        }
        return value;
    }

    /**
     * Gives the documented defaults.
     *
     * @return the same as {@code builder().build()}
     */
    public static RoomLimits defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder of the caller's own
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these values.
     *
     * @return a builder of the caller's own
     */
    public Builder toBuilder() {
        return new Builder().roomsPerConnection(roomsPerConnection).memberships(memberships);
    }

    /**
     * Bounds the rooms of one connection.
     *
     * @return 10,000 unless set
     */
    public int roomsPerConnection() {
        return roomsPerConnection;
    }

    /**
     * Bounds the rooms of all connections, summed up.
     *
     * @return 100,000 unless set
     */
    public int memberships() {
        return memberships;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoomLimits that
                && roomsPerConnection == that.roomsPerConnection
                && memberships == that.memberships;
    }

    @Override
    public int hashCode() {
        return 31 * roomsPerConnection + memberships;
    }

    @Override
    public String toString() {
        return "RoomLimits[roomsPerConnection=" + roomsPerConnection + ", memberships=" + memberships + "]";
    }

    /** Collects limits; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private int roomsPerConnection = 10_000;
        private int memberships = 100_000;

        private Builder() {}

        /**
         * Bounds the rooms of one connection; the next one it joins is refused, reason {@code LIMIT_EXCEEDED}.
         *
         * @param most 1 to 10,000,000, and not above {@link #memberships}; 10,000 by default
         * @return this
         */
        public Builder roomsPerConnection(int most) {
            this.roomsPerConnection = most;
            return this;
        }

        /**
         * Bounds the rooms of all connections, summed up; the next join is refused, reason {@code LIMIT_EXCEEDED}.
         *
         * @param most up to 10,000,000, and not below {@link #roomsPerConnection}; 100,000 by default
         * @return this
         */
        public Builder memberships(int most) {
            this.memberships = most;
            return this;
        }

        /**
         * Checks every limit.
         *
         * @return the limits
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public RoomLimits build() {
            return new RoomLimits(this);
        }
    }
}
