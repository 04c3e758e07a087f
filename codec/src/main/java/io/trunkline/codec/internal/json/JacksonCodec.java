package io.trunkline.codec.internal.json;

import io.trunkline.PayloadCodec;
import io.trunkline.PayloadException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON, bound to users' own classes and records; strict about the text, tolerant of members that it does not know.
 *
 * <p>Numbers, texts and booleans are not converted into one another. Thread-safe.
 */
public final class JacksonCodec implements PayloadCodec {
    private final JsonMapper mapper;
    private final TypeReaders readers;

    /** Makes the codec; all share one configuration. */
    public JacksonCodec() {
        this(StrictJson.MAPPER);
    }

    /**
     * Makes a codec with another limit.
     *
     * @param maxDepth how deep objects and arrays may be nested, 1 to 500
     * @throws IllegalArgumentException naming the range
     */
    public JacksonCodec(int maxDepth) {
        this(StrictJson.mapper(maxDepth));
    }

    private JacksonCodec(JsonMapper mapper) {
        this.mapper = mapper;
        this.readers = new TypeReaders(mapper);
    }

    @Override
    public void encode(Object value, OutputStream out) {
        try {
            mapper.writeValue(out, value);
        } catch (JacksonException e) {
            throw new PayloadException(
                    "INVALID_PAYLOAD", value.getClass().getName() + " does not encode at " + JsonErrors.path(e), -1, e);
        }
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length, Type type) {
        TypeReader reader = readers.of(type);
        StrictJson.checkEncoding(bytes, offset, offset + length);
        Object quick = reader.tryQuickly(bytes, offset, length);
        return quick == null ? decode(bytes, offset, length, reader) : quick;
    }

    private static Object decode(byte[] bytes, int offset, int length, TypeReader reader) {
        JsonParser parser = reader.open(bytes, offset, length);
        try {
            return decode(parser, reader);
        } catch (JacksonException e) {
            throw JsonErrors.typed(e, parser);
        } finally {
            parser.close();
        }
    }

    private static Object decode(JsonParser parser, TypeReader reader) {
        if (parser.nextToken() == null) {
            throw StrictJson.malformed("blanks alone are not JSON", JsonErrors.offset(parser));
        }
        Object value = reader.value(parser);
        if (parser.nextToken() != null) {
            throw StrictJson.malformed("JSON goes on after its first value", JsonErrors.offset(parser));
        }
        if (value == null) {
            throw new PayloadException(
                    "INVALID_PAYLOAD", "the value at $ is null, not " + JsonKind.of(reader.target()), -1);
        }
        return value;
    }

    @Override
    public boolean isText() {
        return true;
    }
}
