package io.trunkline.codec.internal.message;

import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.PayloadException;
import io.trunkline.TypeRef;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Turns users' objects into payloads and back, with the rules that hold whatever the codec is.
 *
 * <p>A {@link Payload} passes through untouched both ways; raw bytes are refused where an object is wanted, since every
 * codec would make something of them that the caller did not mean. Thread-safe: stateless.
 */
public final class Binding {
    private Binding() {}

    /**
     * Encodes an object.
     *
     * @param value the object
     * @param codec how to encode it
     * @return its bytes
     */
    public static Payload encode(Object value, PayloadCodec codec) {
        Objects.requireNonNull(value, "value");
        if (value instanceof Payload payload) {
            return payload;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            throw new IllegalArgumentException(
                    "raw bytes where an object is to be encoded; wrap it: Payload.of(bytes)");
        }
        EncodedBytes out = EncodedBytes.take();
        try {
            codec.encode(value, out);
            return Payload.wrap(out.toBytes());
        } catch (IOException e) {
            throw new PayloadException("INVALID_PAYLOAD", "the codec failed to encode " + value.getClass(), -1, e);
        } finally {
            out.give();
        }
    }

    /**
     * Decodes an object from a payload.
     *
     * @param <T> what to make of the bytes
     * @param payload the payload
     * @param bytes the array that the payload shows
     * @param offset where it begins in it
     * @param type what to make of it; {@code Payload} gives the payload itself
     * @param codec how to decode it
     * @return never null
     */
    public static <T> T decode(Payload payload, byte[] bytes, int offset, TypeRef<T> type, PayloadCodec codec) {
        return type.type() == Payload.class ? cast(payload, type) : decode(bytes, offset, payload.size(), type, codec);
    }

    /**
     * Decodes an object straight from someone else's array, which is not kept.
     *
     * @param <T> what to make of the bytes
     * @param bytes holds the payload
     * @param offset where it begins
     * @param length how many bytes it has
     * @param type what to make of it; {@code Payload} gets a copy of its own
     * @param codec how to decode it
     * @return never null
     */
    public static <T> T decode(byte[] bytes, int offset, int length, TypeRef<T> type, PayloadCodec codec) {
        if (type.type() == Payload.class) {
            return cast(Payload.wrap(Arrays.copyOfRange(bytes, offset, offset + length)), type);
        }
        Object value = decoded(bytes, offset, length, type, codec);
        if (!fits(value, type.type())) {
            throw new PayloadException("INVALID_PAYLOAD", "the payload is not of the type expected", -1);
        }
        return cast(value, type);
    }

    /** Bytes that a codec, or a type's own constructor, stumbles over are the sender's fault, and cost that message alone. */
    private static Object decoded(byte[] bytes, int offset, int length, TypeRef<?> type, PayloadCodec codec) {
        try {
            return codec.decode(bytes, offset, length, type.type());
        } catch (PayloadException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new PayloadException("INVALID_PAYLOAD", "the codec failed to decode " + type, -1, e);
        }
    }

    /** Catches a codec's mistake where it happens, not at some later cast; type arguments cannot be checked. */
    private static boolean fits(Object value, Type type) {
        return value != null && (!(type instanceof Class<?> raw) || raw.isPrimitive() || raw.isInstance(value));
    }

    /** Casts to what the callers have checked, as far as erasure allows. */
    @SuppressWarnings({"unchecked", "unused"}) // The type only names what the result is.
    private static <T> T cast(Object value, TypeRef<T> type) {
        return (T) value;
    }
}
