package io.trunkline.server.internal.admission;

import io.trunkline.Identity;
import io.trunkline.server.Authenticator;
import io.trunkline.server.Credentials;
import java.util.Optional;
import java.util.function.Function;

/** Asks a user's function about tokens. As thread-safe as the function. */
public final class FunctionDoor implements Authenticator {
    private final Function<String, Optional<Identity>> lookup;

    /**
     * Asks a function.
     *
     * @param lookup may block
     */
    public FunctionDoor(Function<String, Optional<Identity>> lookup) {
        this.lookup = lookup;
    }

    @Override
    public Optional<Identity> authenticate(Credentials credentials) {
        return credentials.token().flatMap(lookup);
    }
}
