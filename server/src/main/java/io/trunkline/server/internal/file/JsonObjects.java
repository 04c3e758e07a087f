package io.trunkline.server.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into JSON objects, by their braces.
 *
 * <pre>{@code
 * {"a":"}"}{"b":1}  ─▶  {"a":"}"}   {"b":1}
 * }</pre>
 *
 * <p>A peer sends one object per data frame, but a stream may join or cut what it carries. Whether each is well-formed is for
 * its reader. Caller-confined.
 */
final class JsonObjects {
    /** Answers about a file are a hundred bytes; a name of 255 may be escaped six times over. */
    static final int MAX_BYTES = 16 * 1024;

    private final ByteArrayOutputStream object = new ByteArrayOutputStream();
    private int depth;
    private boolean inText;
    private boolean escaped;

    /**
     * Hands over every object that these bytes complete.
     *
     * @throws PayloadException at a byte between objects that begins none, or an object that is too long
     */
    void feed(Payload bytes, Consumer<Payload> objects) {
        for (byte next : bytes.toBytes()) {
            if (object.size() == 0 && next != '{') {
                throw new PayloadException("MALFORMED_JSON", "an answer that is no object", 0);
            }
            object.write(next);
            count(next);
            if (depth == 0) {
                Payload whole = Payload.wrap(object.toByteArray());
                object.reset();
                objects.accept(whole);
            } else if (object.size() >= MAX_BYTES) {
                throw new PayloadException("MALFORMED_JSON", "an answer of more than " + MAX_BYTES + " bytes", 0);
            }
        }
    }

    private void count(byte next) {
        if (escaped) {
            escaped = false;
        } else if (inText) {
            escaped = next == '\\';
            inText = next != '"';
        } else if (next == '"') {
            inText = true;
        } else if (next == '{') {
            depth++;
        } else if (next == '}') {
            depth--;
        }
    }
}
