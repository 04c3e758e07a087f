package io.trunkline.codec.internal.frame;

import io.trunkline.codec.internal.json.Utf8;

/**
 * Measures {@code line-length} frames whose length counts the UTF-16 code units of a UTF-8 body (SPEC.md section 3.4).
 *
 * <p>The limit holds for bytes. Remembers how far it counted, so a body in many pieces is counted once. Caller-confined.
 */
final class Utf16LengthDelimiter implements Delimiter {
    private final long limit;

    /** Of the frame in hand: where its body begins, the count it announced, how far and how many units were counted. */
    private int header;

    private long announced;
    private int next;
    private long units;

    Utf16LengthDelimiter(long limit) {
        this.limit = limit;
    }

    @Override
    public long measure(byte[] array, int from, int to, int seen) {
        if (seen == 0) {
            header = 0;
        }
        if (header == 0 && !readHeader(array, from, to)) {
            return INCOMPLETE;
        }
        while (units < announced) {
            if (!countCharacter(array, from, to)) {
                return INCOMPLETE;
            }
        }
        return next;
    }

    private boolean readHeader(byte[] array, int from, int to) {
        announced = DecimalLength.read(array, from, to);
        if (announced == INCOMPLETE) {
            return false;
        }
        if (announced > limit) {
            throw FrameFaults.tooLarge(0, limit, announced);
        }
        header = DecimalLength.digits(announced) + 1;
        next = header;
        units = 0;
        return true;
    }

    /** Counts one character, or returns false while it is not all there. */
    private boolean countCharacter(byte[] array, int from, int to) {
        int at = from + next;
        if (at >= to) {
            return false;
        }
        int length = Utf8.length(array[at]);
        int width = length == 4 ? 2 : 1;
        if (length == 0) {
            throw DecimalLength.malformed("the body is not UTF-8", next);
        }
        if (next - header + length > limit) {
            throw FrameFaults.tooLarge(0, limit, limit + 1);
        }
        if (units + width > announced) {
            throw DecimalLength.malformed("the length ends inside a character", next);
        }
        int there = Math.min(length, to - at);
        if (!Utf8.continues(array, at, there)) {
            throw DecimalLength.malformed("the body is not UTF-8", next);
        }
        if (there < length) {
            return false;
        }
        next += length;
        units += width;
        return true;
    }
}
