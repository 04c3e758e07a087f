package io.trunkline.codec.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

/**
 * A parser that a thread keeps from one small text to the next, as {@link KeptGenerator} does for writing.
 *
 * <pre>{@code
 * an object or array, as it should be ──▶ its value, the parser kept
 * anything else                       ──▶ null, the next text gets a new parser: the usual way reads it, and says what is wrong
 * }</pre>
 *
 * <p>It is Jackson's parser for input that comes in pieces, of which each text is one. Its limits count everything that it has
 * read, so it is replaced before they can. Caller-confined.
 */
final class KeptParser {
    /** Of larger ones the parser is the smaller part of the cost, and would keep their buffers. */
    private static final int LARGEST = 16 * 1024;

    /** A text has at most one token for each of its bytes. */
    private static final int MOST_BYTES = StrictJson.MAX_TOKENS - LARGEST;

    private final JsonFactory factory;
    private @Nullable JsonParser kept;
    private int read;
    private boolean busy;

    /** Keeps parsers of a factory that does not look for repeated names: its readers do. */
    KeptParser(JsonFactory factory) {
        this.factory = factory;
    }

    /** Tells whether a text may be tried; what is read while another text is, by a user's constructor, may not. */
    boolean takes(byte[] bytes, int offset, int length) {
        return !busy && length <= LARGEST && (bytes[offset] == '{' || bytes[offset] == '[');
    }

    /** Reads a text that it {@link #takes}, well-formed UTF-8; null if it has to be read in the usual way. */
    @Nullable
    Object tryRead(TypeReader reader, byte[] bytes, int offset, int length) {
        JsonParser parser = parser(length);
        kept = null;
        busy = true;
        try {
            ((ByteArrayFeeder) parser.nonBlockingInputFeeder()).feedInput(bytes, offset, offset + length);
            Object value = reader.tryPlain(parser);
            if (value == null || !isWhole(parser)) {
                return null;
            }
            kept = parser;
            return value;
        } catch (RuntimeException e) {
            return null; // What is wrong with it is said by whoever reads it next.
        } finally {
            busy = false;
        }
    }

    private JsonParser parser(int length) {
        JsonParser before = kept;
        read += length;
        if (before != null && read <= MOST_BYTES) {
            return before;
        }
        if (before != null) {
            before.close(); // Which shares the names that it has met with those that follow.
        }
        read = length;
        return factory.createNonBlockingByteArrayParser(ObjectReadContext.empty());
    }

    /** A parser that waits for more calls an object that is not there yet ended, too: only at the root is it. */
    private static boolean isWhole(JsonParser parser) {
        return parser.streamReadContext().inRoot() && parser.nextToken() == JsonToken.NOT_AVAILABLE;
    }
}
