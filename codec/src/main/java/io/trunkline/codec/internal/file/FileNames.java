package io.trunkline.codec.internal.file;

import io.trunkline.PayloadException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which names a peer may give to a file: base names that mean the same on every system.
 *
 * <ol>
 *   <li>1 to 255 bytes of well-formed UTF-8;
 *   <li>no dot, dash or blank in front, no dot or blank at the end: hidden files, {@code ..}, options, names that
 *       Windows shortens;
 *   <li>no control character or separator, also not in another width, and nothing that turns the direction of text;
 *   <li>no colon, and nothing of the above behind a percent sign;
 *   <li>no device name, with or without an extension.
 * </ol>
 *
 * <p>Thread-safe. A legal name is not yet a safe path: whoever opens it must not follow links. Implements SPEC.md section
 * 6.4.2.
 */
public final class FileNames {
    /** What file systems take, and what a name line may have. */
    public static final int MAX_BYTES = 255;

    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$");

    private FileNames() {}

    /**
     * Refuses an illegal name.
     *
     * @param name as it stood in a message
     * @return the same name
     * @throws PayloadException {@code BAD_NAME}, at the offset in the name's UTF-8 bytes
     */
    public static String requireLegal(String name) {
        NameFault fault = fault(name);
        if (fault != null) {
            throw new PayloadException("BAD_NAME", fault.text(), fault.offset());
        }
        return name;
    }

    /**
     * Tells whether a name is legal.
     *
     * @param name any text
     * @return true if {@link #requireLegal} would return it
     */
    public static boolean isLegal(String name) {
        return fault(name) == null;
    }

    private static @Nullable NameFault fault(String name) {
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int point = name.codePointAt(i);
            if (Character.getType(point) == Character.SURROGATE) {
                return new NameFault(utf8Length(name, i), "a lone surrogate in a file name");
            }
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return fault(bytes, bytes.length);
    }

    private static int utf8Length(String name, int chars) {
        return name.substring(0, chars).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Judges the first {@code length} bytes as a whole name. */
    static @Nullable NameFault fault(byte[] bytes, int length) {
        if (length > MAX_BYTES) {
            return new NameFault(MAX_BYTES, length, "a file name of more than " + MAX_BYTES + " bytes");
        }
        if (length == 0) {
            return new NameFault(0, "an empty file name");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CharBuffer out = CharBuffer.allocate(length);
        boolean wellFormed = !StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, out, true)
                .isError();
        String name = out.flip().toString();
        NameFault inText = textFault(name);
        if (inText != null || wellFormed) {
            return inText != null ? inText : wholeFault(name);
        }
        return new NameFault(in.position(), "a file name that is not UTF-8");
    }

    /** Finds the first character that may not stand where it stands. */
    private static @Nullable NameFault textFault(String name) {
        if (!name.isEmpty() && isIllegalInFront(name.codePointAt(0))) {
            return new NameFault(0, "a file name that begins with a dot, a dash or a blank");
        }
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            if (isIllegalAnywhere(name.codePointAt(i))) {
                return new NameFault(utf8Length(name, i), "a separator or control character in a file name");
            }
        }
        return null;
    }

    private static boolean isIllegalInFront(int point) {
        return point == '.' || point == '-' || isBlank(point);
    }

    private static boolean isBlank(int point) {
        return Character.isSpaceChar(point) || Character.isWhitespace(point);
    }

    private static boolean isIllegalAnywhere(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> isSeparator(point) || turnsText(point) || looksLikeAnother(point);
        };
    }

    private static boolean isSeparator(int point) {
        return point == '/' || point == '\\';
    }

    /** Direction marks make {@code exe.txt} of {@code txt.exe} in whatever shows the name. */
    private static boolean turnsText(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }

    /** Finds the full-width dot and slash and their like, which some systems fold into the plain ones. */
    private static boolean looksLikeAnother(int point) {
        if (point < 0x80) {
            return false;
        }
        String folded = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
        return folded.equals(".") || folded.equals("..") || folded.chars().anyMatch(FileNames::isSeparator);
    }

    /** Finds {@code %2e} and its like, and {@code %25}, behind which they hide from one decoding. */
    private static boolean isEncoded(String name, int at) {
        if (name.charAt(at) != '%' || at + 2 >= name.length()) {
            return false;
        }
        int high = hex(name.charAt(at + 1));
        int low = hex(name.charAt(at + 2));
        if (high < 0 || low < 0) {
            return false;
        }
        int value = high * 16 + low;
        return value == '.'
                || value == '%'
                || value == ':'
                || isSeparator(value)
                || Character.getType(value) == Character.CONTROL;
    }

    /** Reads one ASCII hex digit; {@link Character#digit} would take other scripts' digits too. */
    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static @Nullable NameFault wholeFault(String name) {
        int last = name.codePointBefore(name.length());
        if (last == '.' || isBlank(last)) {
            return new NameFault(0, "a file name that ends with a dot or a blank");
        }
        if (name.indexOf(':') >= 0) {
            // It names a drive, or a stream within a file, on Windows.
            return new NameFault(0, "a file name with a colon");
        }
        for (int i = 0; i < name.length(); i++) {
            if (isEncoded(name, i)) {
                return new NameFault(0, "a file name with a percent-encoded dot, separator or control character");
            }
        }
        return isDevice(name) ? new NameFault(0, "a device's name") : null;
    }

    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        // Compatibility forms too: Windows takes COM with a superscript digit for the port.
        String plain = Normalizer.normalize(stem, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
        return DEVICES.contains(plain) || plain.matches("(COM|LPT)[0-9]");
    }
}
