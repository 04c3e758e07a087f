package io.trunkline.server.internal.broker;

/**
 * Bounds what a regular expression's counted repetitions multiply to: a compiled one has so many copies of what is repeated.
 *
 * <p>Counts every {@code {n}}, {@code {n,}} and {@code {n,m}} as if each were inside of all others, which is the worst case;
 * braces in character classes are counted too. Stateless.
 */
final class RegexBound {
    /** One repetition of a hundred, or three of ten. */
    static final int MOST = 1_000;

    private RegexBound() {}

    static boolean holds(String regex) {
        long product = 1;
        for (int at = regex.indexOf('{'); at >= 0 && product <= MOST; at = regex.indexOf('{', at + 1)) {
            product *= Math.max(1, largestCount(regex, at + 1));
        }
        return product <= MOST;
    }

    /** The larger of the numbers behind a brace; more than allowed counts as just that. */
    private static long largestCount(String regex, int from) {
        long largest = 0;
        long number = 0;
        for (int at = from; at < regex.length(); at++) {
            char c = regex.charAt(at);
            if (c >= '0' && c <= '9') {
                number = Math.min(MOST + 1, number * 10 + (c - '0'));
                largest = Math.max(largest, number);
            } else if (c == ',') {
                number = 0;
            } else {
                return largest;
            }
        }
        return largest;
    }
}
