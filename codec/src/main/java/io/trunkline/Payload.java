package io.trunkline;

import io.trunkline.codec.internal.json.DefaultCodec;
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

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
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
        return bytes.length;
    }

    /**
     * Tells whether there are no bytes.
     *
     * @return true if {@link #size} is 0
     */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /**
     * Copies the bytes out.
     *
     * @return an array of the caller's own
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /**
     * Shows the bytes without copying them.
     *
     * @return a read-only buffer from 0 to {@link #size}
     */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
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
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
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
        return Binding.decode(this, bytes, type, codec);
    }

    /**
     * Reads the bytes as a stream.
     *
     * @return a stream that never blocks; close it or not
     */
    public InputStream input() {
        return new ByteArrayInputStream(bytes);
    }

    /**
     * Copies the bytes into an array.
     *
     * @param target has {@link #size} bytes of room from {@code at} on
     * @param at index of the first
     * @throws IndexOutOfBoundsException if it has less room; then nothing was copied
     */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    /**
     * Puts the bytes into a buffer.
     *
     * @param out has {@link #size} bytes left at least
     * @throws java.nio.BufferOverflowException if it has fewer; then nothing was put
     */
    public void writeTo(ByteBuffer out) {
        out.put(bytes);
    }

    /**
     * Writes the bytes to a stream.
     *
     * @param out where to; neither flushed nor closed
     * @throws IOException if the stream throws it
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** Lends the bytes to this package; never change them. */
    byte[] array() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Shows the size and the first 32 bytes in hex, never more. */
    @Override
    public String toString() {
        int shown = Math.min(SHOWN_BYTES, bytes.length);
        String more = shown < bytes.length ? "…" : "";
        return "Payload[" + bytes.length + " B: " + HexFormat.of().formatHex(bytes, 0, shown) + more + "]";
    }
}
