package io.trunkline.codec.internal.frame;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes bytes the way the specification does. */
public final class Hex {
    private Hex() {}

    /** Parses hex with blanks between. */
    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Encodes a text in UTF-8. */
    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Shows a range. */
    public static String of(byte[] array, int from, int to) {
        return HexFormat.of().formatHex(array, from, to);
    }

    /** Joins arrays. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** Repeats an array. */
    public static byte[] repeat(byte[] part, int times) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
