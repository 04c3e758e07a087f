package io.trunkline.codec.internal.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a bounded number of objects by the bytes that they were made of; a look-up of a known one allocates nothing.
 *
 * <pre>{@code
 * hash & mask ──▶ slot i   newest
 *            └──▶ slot i^1 the one before
 * }</pre>
 *
 * <p>A new entry pushes the slot's old one into the neighbour and forgets what was there: strangers can make it miss, never
 * grow. Loop-confined.
 */
final class ByteKeyCache<V> {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[][] keys;
    private final @Nullable Object[] values;
    private final int mask;

    /** Makes a cache of at most this many entries, a power of two of at least 2. */
    ByteKeyCache(int capacity) {
        assert capacity >= 2 && Integer.bitCount(capacity) == 1;
        this.keys = new byte[capacity][];
        this.values = new Object[capacity];
        this.mask = capacity - 1;
    }

    /** Finds what was remembered for these bytes. */
    @Nullable
    V find(byte[] bytes, int from, int to, int hash) {
        int slot = hash & mask;
        if (holds(slot, bytes, from, to)) {
            return valueAt(slot);
        }
        return holds(slot ^ 1, bytes, from, to) ? valueAt(slot ^ 1) : null;
    }

    private boolean holds(int slot, byte[] bytes, int from, int to) {
        byte[] key = keys[slot];
        return key != null && key.length == to - from && isEqual(key, bytes, from);
    }

    /**
     * Tells whether a key's bytes stand there; they must be within the array. Keys are a few bytes long: two or three words,
     * where the library's comparison is made for long arrays.
     */
    static boolean isEqual(byte[] key, byte[] bytes, int from) {
        int at = 0;
        for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
            if ((long) LONG.get(key, at) != (long) LONG.get(bytes, from + at)) {
                return false;
            }
        }
        for (; at < key.length; at++) {
            if (key[at] != bytes[from + at]) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked") // Only remember() stores, and it stores V.
    private @Nullable V valueAt(int slot) {
        return (V) values[slot];
    }

    /** Remembers a value; the key is kept, so it must never change. */
    void remember(byte[] key, int hash, V value) {
        int slot = hash & mask;
        keys[slot ^ 1] = keys[slot];
        values[slot ^ 1] = values[slot];
        keys[slot] = key;
        values[slot] = value;
    }
}
