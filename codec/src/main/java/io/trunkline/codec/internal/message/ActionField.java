package io.trunkline.codec.internal.message;

import io.trunkline.Action;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads an action in any case and writes it in lower case, without any locale.
 *
 * <p>Thread-safe: stateless. Implements SPEC.md sections 5.1 and 5.2.
 */
final class ActionField {
    private static final byte[] PUBLISH = "publish:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REQUEST = "request:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESPONSE = "response:".getBytes(StandardCharsets.US_ASCII);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Turns ASCII capitals into small letters; nothing else becomes a letter by it. */
    private static final long FOLD = 0x2020202020202020L;

    private static final long PUBLISH_WORD = (long) LONG.get(PUBLISH, 0);
    private static final long REQUEST_WORD = (long) LONG.get(REQUEST, 0);
    private static final long RESPONSE_WORD = (long) LONG.get(RESPONSE, 0);

    private ActionField() {}

    /** Gives the index of the colon behind the action, or the complement of the first byte that cannot continue one. */
    static int end(byte[] bytes, int from, int end) {
        if (from + RESPONSE.length <= end) {
            long word = (long) LONG.get(bytes, from) | FOLD;
            // The colon is looked at by itself: folding makes one of 0x1A too.
            if ((word == REQUEST_WORD || word == PUBLISH_WORD) && bytes[from + 7] == ':') {
                return from + 7;
            }
            if (word == RESPONSE_WORD && bytes[from + 8] == ':') {
                return from + 8;
            }
        }
        return slowEnd(bytes, from, end);
    }

    /** Byte by byte, for what is short or at fault. */
    private static int slowEnd(byte[] bytes, int from, int end) {
        byte[] text = candidate(bytes, from, end);
        int matched = matchLength(bytes, from, end, text);
        return matched == text.length ? from + matched - 1 : ~(from + matched);
    }

    /** Gives the one action that the bytes may still become; the third byte tells the two that begin alike. */
    private static byte[] candidate(byte[] bytes, int from, int end) {
        if (from < end && fold(bytes[from]) == 'p') {
            return PUBLISH;
        }
        return from + 2 < end && fold(bytes[from + 2]) == 's' ? RESPONSE : REQUEST;
    }

    /** Tells which of the three legal actions begins here. */
    static Action read(byte[] bytes, int from) {
        return switch (bytes[from + 2] | 0x20) {
            case 'b' -> Action.PUBLISH;
            case 'q' -> Action.REQUEST;
            default -> Action.RESPONSE;
        };
    }

    private static int matchLength(byte[] bytes, int from, int end, byte[] text) {
        int length = Math.min(text.length, end - from);
        int i = 0;
        while (i < length && fold(bytes[from + i]) == text[i]) {
            i++;
        }
        return i;
    }

    private static int fold(byte b) {
        return Ascii.isLetter(b) ? b | 0x20 : b;
    }

    /** Gives the action with its colon, as it is written; never change it. */
    static byte[] text(Action action) {
        return switch (action) {
            case PUBLISH -> PUBLISH;
            case REQUEST -> REQUEST;
            case RESPONSE -> RESPONSE;
        };
    }
}
