package io.trunkline.codec.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;

/** Reads one type from JSON text. Thread-safe. */
sealed interface TypeReader permits TypeReader.Bound, TreeReader {
    /** Reads a text in one go, if there is a short way for what it says; else null, and nothing is said of it. */
    default @Nullable Object tryQuickly(byte[] bytes, int offset, int length) {
        return null;
    }

    /** Tells whether {@link #tryQuickly} and {@link #tryPlain} are worth a try now. */
    default boolean mayBeQuick() {
        return false;
    }

    /** Reads a value from its first token to its last; null if it is not plain, and another parser has to read it. */
    default @Nullable Object tryPlain(JsonParser parser) {
        return null;
    }

    /** Tells whether it is known what such a value consists of, and no class of a user's reads or writes a part of it. */
    default boolean isPlain() {
        return false;
    }

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
     * @param plain tried first, null for most types
     */
    record Bound(
            ObjectReader reader, JavaType type, @Nullable PlainRecord plain) implements TypeReader {
        @Override
        public @Nullable Object tryQuickly(byte[] bytes, int offset, int length) {
            return plain == null ? null : plain.tryRead(bytes, offset, length);
        }

        @Override
        public boolean mayBeQuick() {
            return plain != null && plain.isReady();
        }

        @Override
        public @Nullable Object tryPlain(JsonParser parser) {
            return plain == null ? null : plain.tryRead(parser);
        }

        @Override
        public boolean isPlain() {
            return plain != null;
        }

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
