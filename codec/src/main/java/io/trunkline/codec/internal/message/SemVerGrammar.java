package io.trunkline.codec.internal.message;

/**
 * Checks a semantic version in one pass, without a regular expression, and points at the first byte at fault.
 *
 * <pre>{@code
 * number "." number "." number [ "-" idents ] [ "+" builds ]
 * }</pre>
 *
 * <p>Thread-safe: stateless. Implements SPEC.md section 5.4.
 */
final class SemVerGrammar {
    private SemVerGrammar() {}

    /**
     * Finds the first byte that cannot continue a legal version.
     *
     * @return its index, {@code to} if the version ends too early, or -1 if it is legal
     */
    static int firstFault(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + SemVer.MAX_LENGTH);
        int fault = scan(bytes, from, end);
        return fault < 0 && end < to ? end : fault;
    }

    private static int scan(byte[] bytes, int from, int end) {
        int at = from;
        for (int numbers = 1; ; numbers++) {
            int next = numberEnd(bytes, at, end);
            if (next == at) {
                return at;
            }
            at = next;
            if (numbers == 3) {
                return at == end ? -1 : suffixFault(bytes, at, end);
            }
            if (at == end || bytes[at] != '.') {
                return at;
            }
            at++;
        }
    }

    /** Gives where a number without leading zeros ends; {@code from} if none begins there. */
    private static int numberEnd(byte[] bytes, int from, int end) {
        if (from < end && bytes[from] == '0') {
            return from + 1;
        }
        return digitsEnd(bytes, from, end);
    }

    private static int digitsEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && Ascii.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    private static int suffixFault(byte[] bytes, int from, int end) {
        int at = from;
        if (bytes[at] == '-') {
            do {
                int start = at + 1;
                at = identifierEnd(bytes, start, end);
                if (at == start || isPaddedNumber(bytes, start, at)) {
                    return at;
                }
            } while (at < end && bytes[at] == '.');
            if (at == end) {
                return -1;
            }
        }
        return bytes[at] == '+' ? buildFault(bytes, at, end) : at;
    }

    private static int buildFault(byte[] bytes, int plus, int end) {
        int at = plus;
        do {
            int start = at + 1;
            at = identifierEnd(bytes, start, end);
            if (at == start) {
                return at;
            }
        } while (at < end && bytes[at] == '.');
        return at == end ? -1 : at;
    }

    private static int identifierEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && Ascii.isIdentifier(bytes[at])) {
            at++;
        }
        return at;
    }

    /** A leading zero is at fault only once the identifier has ended without a letter: {@code 01} is, {@code 01a} is not. */
    private static boolean isPaddedNumber(byte[] bytes, int from, int to) {
        return to - from > 1 && bytes[from] == '0' && digitsEnd(bytes, from, to) == to;
    }
}
