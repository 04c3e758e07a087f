package io.trunkline.codec.internal.json;

import io.trunkline.PayloadCodec;
import io.trunkline.PayloadException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON, bound to users' own classes and records; strict about the text, tolerant of members that it does not know.
 *
 * <p>Numbers, texts and booleans are not converted into one another. Thread-safe.
 */
public final class JacksonCodec implements PayloadCodec {
    private final JsonMapper mapper;

    /** Makes the codec; all share one configuration. */
    public JacksonCodec() {
        this.mapper = StrictJson.MAPPER;
    }

    /**
     * Makes a codec with another limit.
     *
     * @param maxDepth how deep objects and arrays may be nested, 1 to 500
     * @throws IllegalArgumentException naming the range
     */
    public JacksonCodec(int maxDepth) {
        this.mapper = StrictJson.mapper(maxDepth);
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
        JavaType target = mapper.constructType(type);
        JsonParser parser = StrictJson.parser(mapper, bytes, offset, length);
        try {
            return decode(parser, target);
        } catch (JacksonException e) {
            throw JsonErrors.typed(e, parser);
        } finally {
            parser.close();
        }
    }

    private Object decode(JsonParser parser, JavaType target) {
        if (parser.nextToken() == null) {
            throw StrictJson.malformed("blanks alone are not JSON", JsonErrors.offset(parser));
        }
        Object value = mapper.readerFor(target).readValue(parser);
        if (parser.nextToken() != null) {
            throw StrictJson.malformed("JSON goes on after its first value", JsonErrors.offset(parser));
        }
        if (value == null) {
            throw new PayloadException(
                    "INVALID_PAYLOAD", "the value at $ is null, not " + JsonKind.of(target.getRawClass()), -1);
        }
        return value;
    }

    @Override
    public boolean isText() {
        return true;
    }
}
