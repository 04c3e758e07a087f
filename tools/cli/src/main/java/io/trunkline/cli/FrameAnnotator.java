package io.trunkline.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Prints envelope frames as rows of bytes beside what they mean.
 *
 * <pre>{@code
 * offset  bytes                                            meaning
 * 0000    00 00 00 2f                                      length: 47 bytes follow the 8 of this frame's header
 * 0004    00 00 00 00                                      flags: none
 * 0008    72 65 71 75 65 73 74 3a 65 63 68 6f 3a 31 2e 30  header line: request:echo:1.0.0
 * }</pre>
 *
 * <p>Immutable. Implements SPEC.md sections 3.3.1 and 5.1, for people to read; bytes that end inside a frame are said to.
 */
final class FrameAnnotator {
    private static final int FRAME_HEADER = 8;
    private static final int ROW = 16;
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private final byte[] bytes;
    private final List<String> rows = new ArrayList<>();

    private FrameAnnotator(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Explains frames that follow each other; returns one text line per row. */
    static List<String> annotate(byte[] envelopeFrames) {
        FrameAnnotator annotator = new FrameAnnotator(envelopeFrames);
        int at = 0;
        while (at < envelopeFrames.length) {
            at = annotator.frame(at);
        }
        return List.copyOf(annotator.rows);
    }

    private int frame(int start) {
        if (bytes.length - start < FRAME_HEADER) {
            return rest(start);
        }
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(start));
        if (length > bytes.length - start - FRAME_HEADER) {
            return rest(start);
        }
        int flags = ByteBuffer.wrap(bytes).getInt(start + 4);
        int body = start + FRAME_HEADER;
        int end = body + (int) length;
        row(start, start + 4, "length: " + length + " bytes follow the 8 of this frame's header");
        row(start + 4, body, "flags: " + flagNames(flags));
        message(body, end);
        return end;
    }

    private void message(int body, int end) {
        int lineFeed = body;
        while (lineFeed < end && bytes[lineFeed] != '\n') {
            lineFeed++;
        }
        if (lineFeed == end) {
            row(body, end, "body");
            return;
        }
        row(body, lineFeed + 1, "header line: " + text(body, lineFeed));
        row(lineFeed + 1, end, "payload: " + text(lineFeed + 1, end));
    }

    private int rest(int start) {
        row(start, bytes.length, "an unfinished frame");
        return bytes.length;
    }

    private void row(int from, int to, String meaning) {
        for (int at = from; at < to; at += ROW) {
            String hex = SPACED.formatHex(bytes, at, Math.min(to, at + ROW));
            String said = at == from ? meaning : "";
            rows.add(String.format("%04x  %-47s  %s", at, hex, said).stripTrailing());
        }
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static String flagNames(int flags) {
        List<String> names = new ArrayList<>();
        String[] known = {"KEEPALIVE", "BINARY", "MORE", "COMPRESSED"};
        for (int bit = 0; bit < known.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                names.add(known[bit]);
            }
        }
        return names.isEmpty() ? "none" : String.join(" ", names);
    }
}
