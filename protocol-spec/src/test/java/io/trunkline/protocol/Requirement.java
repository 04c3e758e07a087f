package io.trunkline.protocol;

import java.util.Set;

/** One numbered requirement of the specification, with the text up to its end and the line it begins on. */
record Requirement(String id, boolean behaviour, String text, int line) {

    /** Prefixes of the byte-level sections: what they demand can be seen in bytes alone, unless marked. */
    private static final Set<String> BYTE_LEVEL =
            Set.of("RAW", "LEN", "ENV", "LINE", "TYP", "MUX", "JSL", "FILE", "MED", "HDR");

    boolean needsVector() {
        return !behaviour && BYTE_LEVEL.contains(prefix());
    }

    /** The id and line, as the messages of failing tests name it. */
    String place() {
        return id + " (line " + line + ")";
    }

    private String prefix() {
        return id.substring(0, id.indexOf('-'));
    }

    /** The text up to the end of its first sentence: where a capital, a digit or code follows a stop. */
    String firstSentence() {
        return text.split("(?<=[.:])\\s+(?=[A-Z`\"0-9])", 2)[0];
    }
}
