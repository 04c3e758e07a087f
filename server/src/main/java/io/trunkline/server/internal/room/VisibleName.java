package io.trunkline.server.internal.room;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Refuses names that are not what they look like: rooms and nicknames that peers give.
 *
 * <pre>{@code
 * refused: empty · over 255 bytes of UTF-8 · controls, ESC and LF among them · direction marks, zero-width and other
 *          format characters · line and paragraph separators · halves of surrogate pairs
 * }</pre>
 *
 * <p>A refusal never shows the name, so that it may be logged and sent. Thread-safe: stateless. Implements SPEC.md section
 * 6.2.
 */
public final class VisibleName {
    /** What a topic may have (SPEC.md section 7): a name is kept for each room and shown to others. */
    public static final int MAX_BYTES = 255;

    private VisibleName() {}

    /**
     * Checks a name.
     *
     * @param what it names, for the message: "room"
     * @param name as the peer gave it
     * @return the name
     * @throws ReplyException {@code INVALID_REQUEST}, reason {@code BAD_NAME}
     */
    public static String require(String what, String name) {
        if (name.isEmpty()) {
            throw refusal("A " + what + " must have a name");
        }
        if (!isShort(name)) {
            throw refusal("The name of a " + what + " has at most " + MAX_BYTES + " bytes");
        }
        int hidden = name.codePoints().filter(VisibleName::isHidden).findFirst().orElse(-1);
        if (hidden >= 0) {
            throw refusal(String.format("The name of a %s must not have the character U+%04X", what, hidden));
        }
        return name;
    }

    /** Tells whether a name is of 255 bytes at most, whatever its characters are. */
    public static boolean isShort(String name) {
        // Characters first: counting the bytes of a name of a mebibyte would copy it.
        return name.length() <= MAX_BYTES && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static ReplyException refusal(String text) {
        return new ReplyException(ErrorCode.INVALID_REQUEST, text, Map.of("reason", "BAD_NAME", "executed", "no"));
    }
}
