package io.trunkline.codec.internal.json;

import io.trunkline.PayloadCodec;
import io.trunkline.PayloadException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;

/**
 * JSON, bound to users' own classes and records; strict about the text, tolerant of members that it does not know.
 *
 * <p>Numbers, texts and booleans are not converted into one another. Thread-safe.
 */
public final class JacksonCodec implements PayloadCodec {
    /** Makes the codec; all share one configuration. */
    public JacksonCodec() {}

    @Override
    public void encode(Object value, OutputStream out) {
        try {
            StrictJson.MAPPER.writeValue(out, value);
        } catch (JacksonException e) {
            throw new PayloadException(
                    "INVALID_PAYLOAD", value.getClass().getName() + " does not encode at " + JsonErrors.path(e), -1, e);
        }
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length, Type type) {
        JavaType target = StrictJson.MAPPER.constructType(type);
        JsonParser parser = StrictJson.parser(bytes, offset, length);
        try {
            return decode(parser, target);
        } catch (JacksonException e) {
            throw JsonErrors.typed(e, parser);
        } finally {
            parser.close();
        }
    }

    private static Object decode(JsonParser parser, JavaType target) {
        if (parser.nextToken() == null) {
            throw StrictJson.malformed("blanks alone are not JSON", JsonErrors.offset(parser));
        }
        Object value = StrictJson.MAPPER.readerFor(target).readValue(parser);
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
