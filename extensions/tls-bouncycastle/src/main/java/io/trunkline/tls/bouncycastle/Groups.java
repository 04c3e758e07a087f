package io.trunkline.tls.bouncycastle;

import io.trunkline.transport.PostQuantum;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;

/**
 * The groups of one engine's key exchange.
 *
 * <p>PREFER: the post-quantum group first, then the classic ones. A client sends its shares for the first two at once, so
 * neither a post-quantum peer nor a classic one has to ask for another (HelloRetryRequest, a round trip); a server goes by its
 * own order, or a client that names X25519 first would get it. REQUIRE: the post-quantum group alone, and TLS 1.3, since
 * TLS 1.2 has no such group. Immutable.
 *
 * @param names most wanted first, as TLS names them
 * @param early how many of them a client sends shares for
 */
record Groups(List<String> names, int early, boolean onlyTls13) {
    static final String POST_QUANTUM = "X25519MLKEM768";

    Groups {
        names = List.copyOf(names);
    }

    static Groups of(PostQuantum mode, List<String> classic) {
        return switch (mode) {
            case OFF -> new Groups(classic, Math.min(1, classic.size()), false);
            case REQUIRE -> new Groups(List.of(POST_QUANTUM), 1, true);
            case PREFER -> {
                List<String> all = new ArrayList<>(List.of(POST_QUANTUM));
                all.addAll(classic);
                yield new Groups(all, Math.min(2, all.size()), false);
            }
        };
    }

    /** Whether only the post-quantum group is there. */
    boolean isPostQuantumOnly() {
        return names.equals(List.of(POST_QUANTUM));
    }

    void applyTo(BCSSLEngine engine, boolean client) {
        BCSSLParameters parameters = engine.getParameters();
        parameters.setNamedGroups(names.toArray(String[]::new));
        if (client) {
            parameters.setEarlyKeyShares(names.subList(0, early).toArray(String[]::new));
        } else {
            parameters.setUseNamedGroupsOrder(true);
        }
        if (onlyTls13) {
            parameters.setProtocols(new String[] {"TLSv1.3"});
        }
        engine.setParameters(parameters);
    }
}
