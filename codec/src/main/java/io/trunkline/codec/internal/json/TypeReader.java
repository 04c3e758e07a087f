package io.trunkline.codec.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;

/** Reads one type from JSON text. Thread-safe. */
sealed interface TypeReader permits TypeReader.Bound, TreeReader {
    /** Opens a parser, with every limit of ours. */
    JsonParser open(byte[] bytes, int offset, int length);

    /** Reads the value whose first token the parser is at; null for JSON's. */
    @Nullable
    Object value(JsonParser parser);

    /** The class that is asked for. */
    Class<?> target();

    /**
     * Binds to a user's class or record.
     *
     * @param reader Jackson's
     * @param type what it binds to
     */
    record Bound(ObjectReader reader, JavaType type) implements TypeReader {
        @Override
        public JsonParser open(byte[] bytes, int offset, int length) {
            return new BoundedNumbers(reader.createParser(bytes, offset, length));
        }

        @Override
        public @Nullable Object value(JsonParser parser) {
            return reader.readValue(parser);
        }

        @Override
        public Class<?> target() {
            return type.getRawClass();
        }
    }
}
