package io.trunkline.codec.internal.message;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The header grammar once more, slow and by the letter.
 *
 * <p>A byte is at fault if the text up to it could still be completed to a legal header and the text with it cannot, or if
 * it is beyond its field's greatest length or value. Completions are tried one by one, so nothing here repeats the parser.
 */
final class ReferenceHeader {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final String ZERO_UUID = "00000000-0000-0000-0000-000000000000";
    private static final String NUMBER = "(?:0|[1-9][0-9]*)";
    private static final String PRE = "(?:" + NUMBER + "|[0-9]*[a-zA-Z-][a-zA-Z0-9-]*)";
    private static final String BUILD = "[a-zA-Z0-9-]+";
    private static final String VERSION = NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-" + PRE + "(?:\\." + PRE
            + ")*)?(?:\\+" + BUILD + "(?:\\." + BUILD + ")*)?";
    private static final String LEVEL = "[a-zA-Z][a-zA-Z0-9]*";
    private static final String MIDDLE = ":" + LEVEL + "(?:\\." + LEVEL + "){0,4}:" + VERSION;
    private static final String IDS = "(?::(?:" + UUID + ")?(?::(?:" + UUID + ")?(?::";
    private static final Pattern LEGAL = Pattern.compile("(?:(?i:request)" + MIDDLE + IDS + "(?:[1-9][0-9]*)?)?)?)?"
            + "|(?i:publish|response)" + MIDDLE + IDS + ")?)?)?)\n");
    private static final List<String> COMPLETIONS = completions();

    private ReferenceHeader() {}

    private static List<String> completions() {
        List<String> tails =
                new ArrayList<>(List.of("\n", "a\n", "0\n", ".0\n", "0.0\n", ".0.0\n", "0.0.0\n", "a:0.0.0\n"));
        tails.add(":0.0.0\n");
        for (int i = 0; i < ZERO_UUID.length(); i++) {
            tails.add(ZERO_UUID.substring(i) + "\n");
        }
        for (String action : List.of("publish", "request", "response")) {
            for (int i = 0; i <= action.length(); i++) {
                tails.add(action.substring(i) + ":a:0.0.0\n");
            }
        }
        return tails;
    }

    /** Gives the offset at fault in a message of Latin-1 characters, or -1. */
    static int fault(String message) {
        int window = Math.min(message.length(), 367);
        int lf = message.substring(0, window).indexOf('\n');
        if (lf < 0) {
            return message.length() > 366 ? 366 : message.length();
        }
        for (int i = 0; i < lf; i++) {
            String prefix = message.substring(0, i + 1);
            if (exceedsLimit(prefix) || COMPLETIONS.stream().noneMatch(tail -> isLegal(prefix + tail))) {
                return i;
            }
        }
        return isLegal(message.substring(0, lf + 1)) ? -1 : lf;
    }

    private static boolean isLegal(String header) {
        return LEGAL.matcher(header).matches();
    }

    private static boolean exceedsLimit(String prefix) {
        String[] fields = prefix.split(":", -1);
        return (fields.length > 1 && fields[1].length() > 255)
                || (fields.length > 2 && fields[2].length() > 20)
                || (fields.length > 5 && isBeyondAnHour(fields[5]));
    }

    private static boolean isBeyondAnHour(String timeout) {
        return timeout.matches("[0-9]+") && new BigInteger(timeout).compareTo(BigInteger.valueOf(3_600_000)) > 0;
    }
}
