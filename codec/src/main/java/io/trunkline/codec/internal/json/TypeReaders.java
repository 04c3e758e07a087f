package io.trunkline.codec.internal.json;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the reader of each type that was bound before: making one costs as much as binding a small object.
 *
 * <p>Thread-safe.
 */
final class TypeReaders {
    /** More than the contracts of one program; beyond it a reader is made each time, so that types cannot fill the heap. */
    private static final int KEPT = 1_024;

    private final JsonMapper mapper;
    private final TreeReader trees;
    private final Map<Type, TypeReader> readers = new ConcurrentHashMap<>();

    TypeReaders(JsonMapper mapper) {
        this.mapper = mapper;
        this.trees = new TreeReader(StrictJson.withoutDuplicateDetection(mapper));
    }

    /** Makes parsers that do not look for repeated names. */
    JsonFactory factory() {
        return trees.factory();
    }

    TypeReader of(Type type) {
        if (type == JsonNode.class) {
            return trees;
        }
        TypeReader known = readers.get(type);
        return known != null ? known : make(type);
    }

    private TypeReader make(Type type) {
        JavaType target = mapper.constructType(type);
        PlainRecord plain = type instanceof Class<?> raw ? PlainRecord.of(raw, trees.factory()) : null;
        TypeReader made = new TypeReader.Bound(mapper.readerFor(target), target, plain);
        if (readers.size() < KEPT) {
            readers.put(type, made);
        }
        return made;
    }
}
