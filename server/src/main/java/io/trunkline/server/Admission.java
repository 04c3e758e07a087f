package io.trunkline.server;

import io.trunkline.codec.internal.message.TopicGrammar;
import io.trunkline.server.internal.admission.AddressRange;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Who may come in, how many, who they are, and what they may do how often.
 *
 * <pre>{@code
 * accept ─▶ address rules ─▶ connections ─▶ per address: connections, handshakes, rate ─▶ TLS ─▶ login ─▶ permissions, rates
 *           before a byte is read; what is refused is closed                                   16 KiB, 5 s
 * }</pre>
 *
 * <p>Holds for all listeners of a server together. What it refuses is told to {@link ServerObserver#onRefused}, counted, and
 * logged once per reason and outage. Immutable.
 */
public final class Admission {
    private final AdmissionValues set;

    private Admission(AdmissionValues set) {
        set.check();
        this.set = set;
    }

    /**
     * Gives the documented defaults: the limits of connections, and nobody is asked who they are.
     *
     * @return the same as {@code builder().build()}
     */
    public static Admission defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder of the caller's own
     */
    public static Builder builder() {
        return new Builder(new AdmissionValues());
    }

    /**
     * Starts from these values.
     *
     * @return a builder of the caller's own
     */
    public Builder toBuilder() {
        return new Builder(new AdmissionValues(set));
    }

    /**
     * Bounds the connections of the server.
     *
     * @return 10,000 unless set
     */
    public int maxConnections() {
        return set.maxConnections;
    }

    /**
     * Bounds the connections of one address.
     *
     * @return 256 unless set
     */
    public int maxConnectionsPerAddress() {
        return set.maxConnectionsPerAddress;
    }

    /**
     * Bounds the TLS handshakes of one address that are under way.
     *
     * @return 64 unless set
     */
    public int maxHandshakesPerAddress() {
        return set.maxHandshakesPerAddress;
    }

    /**
     * Bounds how often one address may connect.
     *
     * @return 100 in a second and 200 at once unless set; empty for no limit
     */
    public Optional<Rate> connectionRate() {
        return Optional.ofNullable(set.connectionRate);
    }

    /**
     * Tells whether the limits per address hold for this machine's own addresses too.
     *
     * @return false unless set
     */
    public boolean limitsLoopback() {
        return set.limitLoopback;
    }

    /**
     * Gives what decides who somebody is.
     *
     * @return empty if nobody is asked, the default
     */
    public Optional<Authenticator> authenticator() {
        return Optional.ofNullable(set.authenticator);
    }

    /**
     * Bounds the time from a connection's opening to its being authenticated.
     *
     * @return 5 s unless set
     */
    public Duration authenticationTimeout() {
        return set.authenticationTimeout;
    }

    /**
     * Gives the rules of who may do what.
     *
     * @return empty if everything is allowed but the audit, the default
     */
    public Optional<Permissions> permissions() {
        return Optional.ofNullable(set.permissions);
    }

    /** What the server is made from. */
    AdmissionValues values() {
        return set;
    }

    /** Shows every setting but what an authenticator knows. */
    @Override
    public String toString() {
        return "Admission[" + set.described() + "]";
    }

    /** Collects settings; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private final AdmissionValues set;

        private Builder(AdmissionValues set) {
            this.set = set;
        }

        /**
         * Closes a connection at its accept when the server has so many.
         *
         * @param most 1 to 1,000,000; 10,000 by default
         * @return this
         */
        public Builder maxConnections(int most) {
            set.maxConnections = most;
            return this;
        }

        /**
         * Closes a connection at its accept when its address has so many; an IPv6 address counts with all of its /64.
         *
         * @param most 1 to 1,000,000; 256 by default
         * @return this
         */
        public Builder maxConnectionsPerAddress(int most) {
            set.maxConnectionsPerAddress = most;
            return this;
        }

        /**
         * Closes a TLS connection at its accept when its address has so many handshakes under way.
         *
         * @param most 1 to 1,000,000; 64 by default
         * @return this
         */
        public Builder maxHandshakesPerAddress(int most) {
            set.maxHandshakesPerAddress = most;
            return this;
        }

        /**
         * Closes a connection at its accept when its address connects more often than this.
         *
         * @param rate by default 100 in a second, 200 at once
         * @return this
         */
        public Builder connectionRate(Rate rate) {
            set.connectionRate = Objects.requireNonNull(rate, "connectionRate");
            return this;
        }

        /**
         * Lets addresses connect as often as they like.
         *
         * @return this
         */
        public Builder unlimitedConnectionRate() {
            set.connectionRate = null;
            return this;
        }

        /**
         * Holds this machine's own addresses to the limits per address too, lockout included; without it they are exempt.
         * Set it where a proxy of this machine brings the connections of others.
         *
         * @return this
         */
        public Builder limitLoopback() {
            set.limitLoopback = true;
            return this;
        }

        /**
         * Lets only addresses of these ranges connect; said again, of those too.
         *
         * @param ranges like {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address
         * @return this
         * @throws IllegalArgumentException saying what is wrong with a range
         */
        public Builder allow(String... ranges) {
            for (String range : ranges) {
                set.allowed.add(AddressRange.parse(range));
            }
            return this;
        }

        /**
         * Lets no address of these ranges connect, whatever is allowed.
         *
         * @param ranges like {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address
         * @return this
         * @throws IllegalArgumentException saying what is wrong with a range
         */
        public Builder deny(String... ranges) {
            for (String range : ranges) {
                set.denied.add(AddressRange.parse(range));
            }
            return this;
        }

        /**
         * Has every connection say who it is before anything else: by a certificate, or by a login.
         *
         * @param authenticator {@link Authenticator#tokens}, {@link Authenticator#mutualTls} or one's own; none by default
         * @return this
         */
        public Builder authenticator(Authenticator authenticator) {
            set.authenticator = Objects.requireNonNull(authenticator, "authenticator");
            return this;
        }

        /**
         * Closes a connection that is not authenticated in time, whatever it sends meanwhile.
         *
         * @param longest 1 ms to 5 minutes; 5 s by default
         * @return this
         */
        public Builder authenticationTimeout(Duration longest) {
            set.authenticationTimeout = Objects.requireNonNull(longest, "authenticationTimeout");
            return this;
        }

        /**
         * Refuses every login of an address, or of a certificate's name, that has failed so often, without asking about it.
         *
         * @param failures 1 to 1,000,000, within the duration; 5 by default
         * @param duration 1 ms to 24 hours; 60 s by default
         * @return this
         */
        public Builder lockout(int failures, Duration duration) {
            set.lockoutFailures = failures;
            set.lockoutDuration = Objects.requireNonNull(duration, "duration");
            return this;
        }

        /**
         * Asks about every login, however many have failed.
         *
         * @return this
         */
        public Builder noLockout() {
            set.lockoutDuration = null;
            return this;
        }

        /**
         * Sets who may do what; what no rule allows is refused.
         *
         * @param permissions the rules; without them everything is allowed but the audit
         * @return this
         */
        public Builder permissions(Permissions permissions) {
            set.permissions = Objects.requireNonNull(permissions, "permissions");
            return this;
        }

        /**
         * Limits what one connection asks of the server: requests and publishes of a broker connection (heartbeats are free),
         * frames of a frame connection, streams of a multiplexed one, whose data is bounded by its windows.
         *
         * <p>Beyond it, whoever can be told is: {@code RATE_LIMITED} is answered by the broker, sent as an {@code error} where
         * the format is {@code JsonMessage.in(..)} with {@code type}, and closes a new stream. Other formats have no error, and a
         * dropped frame would be a hole in what they carry: all that was read is handed on, and the connection is not read again
         * until there is room for one more. Both count as {@link Refusal.Reason#RATE}.
         * {@link ListenOptions.Builder#unlimitedRate()} frees a listener.
         *
         * @param rate unlimited by default
         * @return this
         */
        public Builder ratePerConnection(Rate rate) {
            set.ratePerConnection = Objects.requireNonNull(rate, "ratePerConnection");
            return this;
        }

        /**
         * Limits what one broker connection requests and publishes to topics of a pattern, all together, beside
         * {@link #ratePerConnection(Rate)}; may be said for several.
         *
         * @param pattern of topics
         * @param rate of one connection
         * @return this
         * @throws IllegalArgumentException if the pattern is not legal
         */
        public Builder ratePerConnection(String pattern, Rate rate) {
            set.topicRates.add(new AdmissionValues.TopicRate(
                    TopicGrammar.requirePattern(pattern), Objects.requireNonNull(rate, "ratePerConnection")));
            return this;
        }

        /**
         * Does what {@link #ratePerConnection(Rate)} does for all connections of one authenticated identity together.
         *
         * @param rate unlimited by default
         * @return this
         */
        public Builder ratePerIdentity(Rate rate) {
            set.ratePerIdentity = Objects.requireNonNull(rate, "ratePerIdentity");
            return this;
        }

        /**
         * Limits what is requested and published to each topic, whoever asks.
         *
         * @param rate unlimited by default
         * @return this
         */
        public Builder ratePerTopic(Rate rate) {
            set.ratePerTopic = Objects.requireNonNull(rate, "ratePerTopic");
            return this;
        }

        /**
         * Checks every setting.
         *
         * @return the admission
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public Admission build() {
            return new Admission(new AdmissionValues(set));
        }
    }
}
