package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the user for the token of each connection, and does not send one again that the broker has refused.
 *
 * <p>Thread-safe; {@link #ask} blocks for as long as the user's supplier does.
 */
final class Tokens {
    private final @Nullable Supplier<String> supplier;
    private volatile @Nullable String refused;

    Tokens(ClientOptions options) {
        supplier = options.token().orElse(null);
    }

    boolean areNeeded() {
        return supplier != null;
    }

    /** Gives the token to log in with, or null where none is needed; throws ConnectFailedException. */
    @Nullable
    String ask(Endpoint endpoint) {
        if (supplier == null) {
            return null;
        }
        String token;
        try {
            token = Objects.requireNonNull(supplier.get(), "the supplier of tokens gave null");
        } catch (RuntimeException e) {
            throw new ConnectFailedException(endpoint, "there is no token to log in with", Map.of(), e);
        }
        if (token.equals(refused)) {
            throw new ConnectFailedException(
                    endpoint, "the broker has refused this token, and there is no other", Map.of(), null);
        }
        return token;
    }

    /** Remembers that a broker did not accept a token. */
    void refused(String token) {
        refused = token;
    }
}
