package io.trunkline.codec.internal.message;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Collects what a codec writes, in memory that its thread uses again.
 *
 * <pre>{@code
 * up to 64 KiB:  one array, which doubles and stays with the thread
 * beyond:        [ as large as the last one was ]   handed over as it is if that was right
 * beyond that:   [ full ] [ full ] [ ....   ]       further arrays, so that what is there is copied once, at the end
 * }</pre>
 *
 * <p>Caller-confined.
 */
final class EncodedBytes extends OutputStream {
    /** The usual message. */
    private static final int FIRST = 256;

    /** What a thread keeps at most. */
    static final int KEPT = 64 * 1024;

    /** What the last value's size may cost the next one at most, if that is small. */
    static final int MOST_EXPECTED = 1024 * 1024;

    private static final ThreadLocal<EncodedBytes> OF_THREAD = ThreadLocal.withInitial(EncodedBytes::new);

    private final List<byte[]> full = new ArrayList<>(0);
    private byte[] kept = new byte[FIRST];
    private byte[] array = kept;
    private int count;
    private boolean taken;

    /** How large the last one was that did not fit into what is kept. */
    private int expected;

    private EncodedBytes() {}

    /** Takes the thread's own; one that is encoding already, for a user's codec encodes within, gives another. */
    static EncodedBytes take() {
        EncodedBytes own = OF_THREAD.get();
        EncodedBytes free = own.taken ? new EncodedBytes() : own;
        free.taken = true;
        return free;
    }

    /** Gives it back, empty, whatever was written. */
    void give() {
        full.clear();
        array = kept;
        count = 0;
        taken = false;
    }

    @Override
    public void write(int b) {
        makeRoom(1);
        array[count++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = offset;
        int left = length;
        while (left > 0) {
            makeRoom(left);
            int part = Math.min(left, array.length - count);
            System.arraycopy(bytes, from, array, count, part);
            count += part;
            from += part;
            left -= part;
        }
    }

    /** Sees to some room at least: for all that is wanted, as long as that is kept in one array. */
    private void makeRoom(int wanted) {
        int needed = count + wanted;
        if (needed > array.length) {
            extend(needed);
        }
    }

    private void extend(int needed) {
        if (array == kept && kept.length < KEPT) {
            kept = larger(Math.min(KEPT, Math.max(2 * kept.length, needed)));
            array = kept;
        } else if (array == kept && full.isEmpty() && needed <= expected) {
            array = larger(expected);
        } else if (count == array.length) {
            full.add(array);
            array = new byte[KEPT];
            count = 0;
        }
    }

    private byte[] larger(int length) {
        byte[] larger = new byte[length];
        System.arraycopy(array, 0, larger, 0, count);
        return larger;
    }

    /** Gives what was written, in an array of its own. */
    byte[] toBytes() {
        int size = count;
        for (byte[] part : full) {
            size += part.length;
        }
        if (size > KEPT) {
            expected = Math.min(size, MOST_EXPECTED);
        }
        return full.isEmpty() && array != kept && size == array.length ? array : joined(size);
    }

    private byte[] joined(int size) {
        byte[] bytes = new byte[size];
        int at = 0;
        for (byte[] part : full) {
            System.arraycopy(part, 0, bytes, at, part.length);
            at += part.length;
        }
        System.arraycopy(array, 0, bytes, at, count);
        return bytes;
    }
}
