package io.trunkline;

import io.trunkline.codec.internal.json.JacksonCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;

/**
 * Turns objects into payload bytes and back; JSON unless you bring your own.
 *
 * <p>An implementation that {@link java.util.ServiceLoader} finds replaces JSON for every payload of the process; one set in
 * the options of a server or client replaces it there. Control messages stay JSON.
 *
 * <p>Thread-safe: called concurrently, also on event loops, so it must be quick and must not block.
 */
public interface PayloadCodec {
    /**
     * Makes a JSON codec with a depth limit of its own, instead of 64 (SPEC.md section 2.7).
     *
     * @param maxDepth how deep objects and arrays may be nested, 1 to 500; what is deeper is {@code MALFORMED_JSON}
     * @return the codec
     * @throws IllegalArgumentException naming the range
     */
    static PayloadCodec json(int maxDepth) {
        return new JacksonCodec(maxDepth);
    }

    /**
     * Encodes an object.
     *
     * @param value any object that the codec knows; never a {@code byte[]}, a {@code ByteBuffer} or a {@link Payload}, which
     *     the framework takes care of
     * @param out where to; neither flushed nor closed
     * @throws IOException if the stream throws it
     * @throws PayloadException {@code INVALID_PAYLOAD} if the object cannot be encoded
     */
    void encode(Object value, OutputStream out) throws IOException;

    /**
     * Decodes an object.
     *
     * @param bytes an array that holds the payload; valid during the call only
     * @param offset where the payload begins
     * @param length how many bytes it has
     * @param type what to make of it
     * @return an instance of the type, never null
     * @throws PayloadException {@code MALFORMED_JSON} or the like if the bytes do not parse, {@code INVALID_PAYLOAD} if they
     *     parse and do not fit the type; its offset counts from the payload's first byte
     */
    Object decode(byte[] bytes, int offset, int length, Type type);

    /**
     * Tells whether the bytes are text, so that they travel without the BINARY flag.
     *
     * @return true for JSON
     */
    boolean isText();
}
