package io.trunkline.server.internal.admission;

import io.trunkline.codec.internal.message.TopicPattern;
import java.util.List;

/**
 * Tells whether one pattern is part of another: whether every topic that it matches is matched by the other too.
 *
 * <pre>{@code
 * allowed   asked
 * #         anything of applications     a.#  covers a, a.b, a.+, a.#      a.+  covers a.b, a.+, not a.#
 * a.b       a.b                          a.#  is not covered by a, a.+ together: one pattern must cover it alone
 * }</pre>
 *
 * <p>Topics of the broker itself are covered by their very name only. Takes at most 5 steps. Thread-safe: stateless.
 */
final class PatternCover {
    private static final String SYSTEM = "system";

    private PatternCover() {}

    static boolean covers(TopicPattern allowed, TopicPattern asked) {
        List<String> wide = allowed.levels();
        List<String> narrow = asked.levels();
        if (narrow.get(0).equals(SYSTEM) || wide.get(0).equals(SYSTEM)) {
            return !asked.hasWildcard() && allowed.equals(asked);
        }
        for (int i = 0; i < narrow.size(); i++) {
            if (i == wide.size()) {
                return false;
            }
            if (wide.get(i).equals("#")) {
                return true;
            }
            if (!coversLevel(wide.get(i), narrow.get(i))) {
                return false;
            }
        }
        // What is left of the wider one may only be something that matches no level at all.
        return wide.size() == narrow.size() || wide.get(narrow.size()).equals("#");
    }

    private static boolean coversLevel(String wide, String narrow) {
        return narrow.equals("#") ? wide.equals("#") : wide.equals("+") || wide.equals(narrow);
    }
}
