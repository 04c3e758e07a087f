package io.trunkline;

import io.trunkline.codec.internal.json.DefaultCodec;
import io.trunkline.codec.internal.json.JsonFields;
import io.trunkline.codec.internal.message.Binding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The application's bytes: whoever holds a payload may keep it for ever.
 *
 * <p>Immutable. Every method is non-blocking except {@link #writeTo(OutputStream)}, which blocks as its stream does.
 */
public final class Payload {
    /** The payload of length 0. */
    public static final Payload EMPTY = new Payload(new byte[0]);

    /** As much as a log line should ever show of a payload. */
    private static final int SHOWN_BYTES = 32;

    private final byte[] array;
    private final int offset;
    private final int size;

    private Payload(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Payload(byte[] array, int offset, int size) {
        this.array = array;
        this.offset = offset;
        this.size = size;
    }

    /**
     * Copies an array into a payload.
     *
     * @param bytes any bytes
     * @return a payload of its own
     */
    public static Payload of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Payload(bytes.clone());
    }

    /**
     * Makes a payload of an array without copying it.
     *
     * @param bytes any bytes; never touch them again
     * @return a payload that shares the array
     */
    public static Payload wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Payload(bytes);
    }

    /**
     * Encodes a text in UTF-8, without quotes.
     *
     * @param text any text; a lone surrogate is refused
     * @return its bytes
     * @throws PayloadException if the text has a lone surrogate, which UTF-8 cannot carry
     */
    public static Payload ofText(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            return read(encoded);
        } catch (CharacterCodingException e) {
            throw new PayloadException("MALFORMED_UTF8", "the text has a lone surrogate", -1, e);
        }
    }

    /**
     * Encodes an object as JSON, or with the codec that replaces JSON in this process.
     *
     * @param value any object; a {@code String} becomes a JSON string, a {@code Payload} stays what it is
     * @return its bytes
     * @throws IllegalArgumentException if it is a {@code byte[]} or {@code ByteBuffer}, which would travel as base64 text:
     *     wrap it with {@link #of(byte[])} or {@link #read}
     * @throws PayloadException {@code INVALID_PAYLOAD} if it cannot be encoded
     */
    public static Payload json(Object value) {
        return of(value, DefaultCodec.get());
    }

    /**
     * Encodes an object with a codec.
     *
     * @param value any object that the codec knows; a {@code Payload} stays what it is
     * @param codec how to encode it
     * @return its bytes
     * @throws IllegalArgumentException if it is a {@code byte[]} or {@code ByteBuffer}: wrap it with {@link #of(byte[])} or
     *     {@link #read}
     * @throws PayloadException {@code INVALID_PAYLOAD} if it cannot be encoded
     */
    public static Payload of(Object value, PayloadCodec codec) {
        return Binding.encode(value, codec);
    }

    /**
     * Copies what is left in a buffer and moves its position to the limit.
     *
     * @param buffer any buffer
     * @return a payload of its own
     */
    public static Payload read(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return EMPTY;
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return new Payload(copy);
    }

    /**
     * Counts the bytes.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Tells whether there are no bytes.
     *
     * @return true if {@link #size} is 0
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * Gives a part of the bytes without copying them; it keeps all of them in memory.
     *
     * @param from index of its first byte
     * @param length how many it has
     * @return a payload of its own
     * @throws IndexOutOfBoundsException if these bytes have no such part
     */
    public Payload slice(int from, int length) {
        Objects.checkFromIndexSize(from, /* size= */ length, /* length= */ size);
        return length == 0 ? EMPTY : new Payload(array, offset + from, length);
    }

    /**
     * Gives one byte.
     *
     * @param index from 0 to {@link #size} - 1
     * @return the byte there
     * @throws IndexOutOfBoundsException if there is none
     */
    public byte byteAt(int index) {
        return array[offset + Objects.checkIndex(index, size)];
    }

    /**
     * Copies the bytes out.
     *
     * @return an array of the caller's own
     */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + size);
    }

    /**
     * Shows the bytes without copying them.
     *
     * @return a read-only buffer from 0 to {@link #size}
     */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, offset, size).slice().asReadOnlyBuffer();
    }

    /**
     * Decodes the bytes as strict UTF-8.
     *
     * @return the text
     * @throws PayloadException {@code MALFORMED_UTF8} with the offset of the first bad byte
     */
    public String text() {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(array, offset, size).slice();
        CharBuffer out = CharBuffer.allocate(size);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new PayloadException("MALFORMED_UTF8", "the payload is not UTF-8", in.position());
        }
        return out.flip().toString();
    }

    /**
     * Decodes the bytes from JSON, or with the codec that replaces JSON in this process.
     *
     * @param <T> what to make of them
     * @param type what to make of them; {@code Payload} gives this payload
     * @return never null
     * @throws PayloadException {@code MALFORMED_JSON} with the place if they do not parse, {@code INVALID_PAYLOAD} with the
     *     path if they do not fit the type
     */
    public <T> T as(Class<T> type) {
        return as(TypeRef.of(type));
    }

    /**
     * Decodes the bytes as {@link #as(Class)} does, into a type with type arguments.
     *
     * @param <T> what to make of them
     * @param type what to make of them
     * @return never null
     * @throws PayloadException {@code MALFORMED_JSON} with the place if they do not parse, {@code INVALID_PAYLOAD} with the
     *     path if they do not fit the type
     */
    public <T> T as(TypeRef<T> type) {
        return as(type, DefaultCodec.get());
    }

    /**
     * Decodes the bytes with a codec.
     *
     * @param <T> what to make of them
     * @param type what to make of them; {@code Payload} gives this payload
     * @param codec how to decode them
     * @return never null
     * @throws PayloadException if they do not parse or do not fit the type
     */
    public <T> T as(TypeRef<T> type, PayloadCodec codec) {
        return Binding.decode(this, array, offset, type, codec);
    }

    /**
     * Reads the bytes as a stream.
     *
     * @return a stream that never blocks; close it or not
     */
    public InputStream input() {
        return new ByteArrayInputStream(array, offset, size);
    }

    /**
     * Copies the bytes into an array.
     *
     * @param target has {@link #size} bytes of room from {@code at} on
     * @param at index of the first
     * @throws IndexOutOfBoundsException if it has less room; then nothing was copied
     */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, size);
    }

    /**
     * Puts the bytes into a buffer.
     *
     * @param out has {@link #size} bytes left at least
     * @throws java.nio.BufferOverflowException if it has fewer; then nothing was put
     */
    public void writeTo(ByteBuffer out) {
        out.put(array, offset, size);
    }

    /**
     * Writes the bytes to a stream.
     *
     * @param out where to; neither flushed nor closed
     * @throws IOException if the stream throws it
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(array, offset, size);
    }

    /** Reads the bytes as one JSON object. */
    JsonFields fields() {
        return JsonFields.read(array, offset, size);
    }

    /** Reads the bytes as one JSON object, nested so deep at most. */
    JsonFields fields(int maxDepth) {
        return JsonFields.read(array, offset, size, maxDepth);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && Arrays.equals(array, offset, offset + size, that.array, that.offset, that.offset + that.size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + size; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** Shows the size and the first 32 bytes in hex, never more. */
    @Override
    public String toString() {
        int shown = Math.min(SHOWN_BYTES, size);
        String more = shown < size ? "…" : "";
        return "Payload[" + size + " B: " + HexFormat.of().formatHex(array, offset, offset + shown) + more + "]";
    }
}
