package io.trunkline.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one request wants to be different from the client's options and its route.
 *
 * <p>Immutable. Every setter returns a copy; start at {@link #defaults()}.
 */
public final class CallOptions {
    private static final CallOptions DEFAULTS = new CallOptions(null, null);

    private final @Nullable Duration timeout;
    private final @Nullable UUID parent;

    private CallOptions(@Nullable Duration timeout, @Nullable UUID parent) {
        this.timeout = timeout;
        this.parent = parent;
    }

    /**
     * Leaves everything to the route and the client.
     *
     * @return the options of a request that is made without any
     */
    public static CallOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Limits the time from the call until its answer; without it the route's timeout holds, else the client's.
     *
     * @param timeout more than zero, at most one hour, which is the most that the wire carries
     * @return a copy with it
     * @throws IllegalArgumentException if it is outside the range
     */
    public CallOptions timeout(Duration timeout) {
        return new CallOptions(ClientLimits.requestTimeout("timeout", timeout), parent);
    }

    /**
     * Names the request that made this one necessary, so that traces can be joined.
     *
     * @param parent the other request's id
     * @return a copy with it
     */
    public CallOptions parent(UUID parent) {
        return new CallOptions(timeout, Objects.requireNonNull(parent, "parent"));
    }

    /**
     * Gives the timeout, if this call has one of its own.
     *
     * @return empty if the route or the client decides
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Gives the id of the request that made this one necessary.
     *
     * @return empty if there is none
     */
    public Optional<UUID> parent() {
        return Optional.ofNullable(parent);
    }

    @Override
    public String toString() {
        return "CallOptions[timeout=" + timeout + ", parent=" + parent + "]";
    }
}
