package io.trunkline.codec.internal.json;

import io.trunkline.PayloadCodec;
import io.trunkline.PayloadException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON, bound to users' own classes and records; strict about the text, tolerant of members that it does not know.
 *
 * <p>Numbers, texts and booleans are not converted into one another. Thread-safe.
 */
public final class JacksonCodec implements PayloadCodec {
    /** Of threads that have buffers of their own: what the first codec keeps that is used there, usually the only one. */
    private static final ThreadLocal<@Nullable Kept> OF_THREAD = new ThreadLocal<>();

    private final JsonMapper mapper;
    private final TypeReaders readers;
    private final CompiledApart apart = new CompiledApart();

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
        apart.encode(this, value, out);
    }

    /** Does what {@link #encode} says. */
    void write(Object value, OutputStream out) {
        try {
            Kept kept = mayShare(value) ? kept() : null;
            if (kept == null) {
                mapper.writeValue(out, value);
            } else {
                kept.generator.write(value, out);
            }
        } catch (JacksonException e) {
            throw new PayloadException(
                    "INVALID_PAYLOAD", value.getClass().getName() + " does not encode at " + JsonErrors.path(e), -1, e);
        }
    }

    /** Tells whether no serializer of a user's has a say in it, which might ask the generator for what it had before. */
    private boolean mayShare(Object value) {
        return value instanceof JsonNode || readers.of(value.getClass()).isPlain();
    }

    private @Nullable Kept kept() {
        Kept kept = OF_THREAD.get();
        if (kept == null && ThreadBuffers.isKeptByThisThread()) {
            kept = new Kept(this, new KeptGenerator(mapper), new KeptParser(readers.factory()));
            OF_THREAD.set(kept);
        }
        return kept != null && kept.owner == this ? kept : null;
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length, Type type) {
        return apart.decode(this, bytes, offset, length, type);
    }

    /** Does what {@link #decode} says. */
    Object read(byte[] bytes, int offset, int length, Type type) {
        TypeReader reader = readers.of(type);
        StrictJson.checkEncoding(bytes, offset, offset + length);
        Object quick = reader.mayBeQuick() ? tryQuickly(bytes, offset, length, reader) : null;
        return quick == null ? decode(bytes, offset, length, reader) : quick;
    }

    private @Nullable Object tryQuickly(byte[] bytes, int offset, int length, TypeReader reader) {
        Kept kept = kept();
        return kept != null && kept.parser.takes(bytes, offset, length)
                ? kept.parser.tryRead(reader, bytes, offset, length)
                : reader.tryQuickly(bytes, offset, length);
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

    /** What a thread keeps that has buffers of its own. */
    private record Kept(JacksonCodec owner, KeptGenerator generator, KeptParser parser) {}
}
