package io.trunkline.server.internal.file;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides between files that are received under one name at the same time: the first that is whole gets it.
 *
 * <pre>{@code
 * OPEN ──tryStore──▶ STORING ──stored──▶ gone; others of the name: BEATEN
 *   │                   └──leave (it failed)──▶ gone
 *   └── another is STORING, or has stored since: refused
 * }</pre>
 *
 * <p>Guarded by {@code this}. The one that began first does not get the name: it may never end.
 */
final class NameClaims {
    /** One file on its way to a name; its fields are guarded by the table. */
    static final class Claim {
        private final String name;
        private boolean storing;
        private boolean beaten;

        private Claim(String name) {
            this.name = name;
        }
    }

    private final Map<String, Set<Claim>> open = new HashMap<>();

    synchronized Claim enter(String name) {
        Claim claim = new Claim(name);
        open.computeIfAbsent(name, key -> new HashSet<>()).add(claim);
        return claim;
    }

    /** Tells whether the file may be given its name now. */
    synchronized boolean tryStore(Claim claim) {
        boolean busy = others(claim).stream().anyMatch(other -> other.storing);
        if (busy || claim.beaten) {
            return false;
        }
        claim.storing = true;
        return true;
    }

    /** The file has its name: those that were on their way to it come too late. */
    synchronized void stored(Claim claim) {
        others(claim).forEach(other -> other.beaten = true);
        leave(claim);
    }

    /** The file is not on its way any more; doing it again has no effect. */
    synchronized void leave(Claim claim) {
        open.computeIfPresent(claim.name, (name, claims) -> {
            claims.remove(claim);
            return claims.isEmpty() ? null : claims;
        });
    }

    private Set<Claim> others(Claim claim) {
        Set<Claim> others = new HashSet<>(open.getOrDefault(claim.name, Set.of()));
        others.remove(claim);
        return others;
    }
}
