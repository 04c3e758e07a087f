package io.trunkline.server.internal.admission;

import io.trunkline.Identity;
import io.trunkline.server.Authenticator;
import io.trunkline.server.Credentials;
import java.util.Optional;

/** Asks one authenticator, and where it refuses another. Immutable. */
public class EitherDoor implements Authenticator {
    private final Authenticator first;
    private final Authenticator second;

    private EitherDoor(Authenticator first, Authenticator second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Joins two; two that never block make one that never blocks.
     *
     * @param first asked always
     * @param second asked where the first refuses
     * @return both
     */
    public static Authenticator of(Authenticator first, Authenticator second) {
        return first instanceof Immediate && second instanceof Immediate
                ? new AtOnce(first, second)
                : new EitherDoor(first, second);
    }

    @Override
    public Optional<Identity> authenticate(Credentials credentials) throws Exception {
        Optional<Identity> found = first.authenticate(credentials);
        return found.isPresent() ? found : second.authenticate(credentials);
    }

    private static final class AtOnce extends EitherDoor implements Immediate {
        AtOnce(Authenticator first, Authenticator second) {
            super(first, second);
        }
    }
}
