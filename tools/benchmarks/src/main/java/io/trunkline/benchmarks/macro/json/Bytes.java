package io.trunkline.benchmarks.macro.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bodies are bytes that are passed on; the taker owns what it gets. Thread-safe. */
public final class Bytes implements Work<byte[]> {
    private static final int TEN = 10;

    private final byte[] template;

    /** For bodies of so many bytes. */
    public Bytes(int size) {
        this.template = Layout.template(size);
    }

    @Override
    public byte[] make(long number) {
        byte[] body = template.clone();
        long left = Layout.BASE + number;
        for (int i = Layout.NUMBER_AT + Layout.DIGITS - 1; i >= Layout.NUMBER_AT; i--) {
            body[i] = (byte) ('0' + left % TEN);
            left /= TEN;
        }
        return body;
    }

    @Override
    public byte[] read(byte[] array, int from, int length) {
        return Arrays.copyOfRange(array, from, from + length);
    }

    @Override
    public void write(byte[] value, OutputStream out) throws IOException {
        out.write(value);
    }

    @Override
    public long number(byte[] value) {
        return number(ByteBuffer.wrap(value));
    }

    /** The number in a body from 0 on. */
    public static long number(ByteBuffer body) {
        long number = 0;
        for (int i = Layout.NUMBER_AT; i < Layout.NUMBER_AT + Layout.DIGITS; i++) {
            number = number * TEN + body.get(i) - '0';
        }
        return number - Layout.BASE;
    }

    @Override
    public int size(byte[] value) {
        return value.length;
    }
}
