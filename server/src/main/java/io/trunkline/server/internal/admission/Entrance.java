package io.trunkline.server.internal.admission;

import io.trunkline.Identity;
import io.trunkline.server.internal.observe.Observation;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server's connections meet on their way in, and afterwards. Immutable; its parts are thread-safe.
 *
 * @param logins null where nobody need say who he is
 * @param loginTimeout what they get to say it
 * @param grants what somebody may do; null asks for those without a name
 * @param rates null where nothing is limited
 * @param observation told of everyone who is refused
 */
public record Entrance(
        @Nullable Logins logins,
        Duration loginTimeout,
        Function<@Nullable Identity, Grants> grants,
        @Nullable RateRules rates,
        Observation observation) {
    /** What may come in a frame, or in all frames together, before the peer has said who it is (faults.md, section 0). */
    public static final int MAX_INPUT = 16_384;

    /** How deep the JSON of a login may nest. */
    public static final int MAX_DEPTH = 4;

    /**
     * Nobody is asked who he is, everybody may do what a server without permissions allows.
     *
     * @return an entrance for parts of a server that stand alone in tests
     */
    public static Entrance open() {
        return new Entrance(null, Duration.ofSeconds(5), identity -> Grants.WITHOUT_RULES, null, Observation.silent());
    }
}
