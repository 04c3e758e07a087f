package io.trunkline.codec.internal.file;

/**
 * Why a name is not a legal file name, and where.
 *
 * <p>Immutable.
 *
 * @param offset the first byte at fault, counted from the name's first byte; its length if the name is empty
 * @param actual the byte count where the name is too long, else -1
 * @param text what is wrong, without the name
 */
record NameFault(int offset, int actual, String text) {
    NameFault(int offset, String text) {
        this(offset, -1, text);
    }

    boolean isLength() {
        return actual >= 0;
    }
}
