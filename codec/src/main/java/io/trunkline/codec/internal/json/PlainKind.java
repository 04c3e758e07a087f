package io.trunkline.codec.internal.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What a component of a {@link PlainRecord} may be, and the only form of it that is read there. Immutable. */
enum PlainKind {
    /** A text; what stands in its place is null, or something to be refused. */
    TEXT {
        @Override
        boolean read(JsonParser parser, @Nullable Object[] values, int at) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                return false;
            }
            values[at] = parser.getString();
            return true;
        }
    },
    /** A number without a fraction, within its range. */
    INT {
        @Override
        boolean read(JsonParser parser, @Nullable Object[] values, int at) {
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                return false;
            }
            BoundedNumbers.check(parser, JsonToken.VALUE_NUMBER_INT);
            values[at] = parser.getIntValue();
            return true;
        }
    },
    /** The same of 64 bits. */
    LONG {
        @Override
        boolean read(JsonParser parser, @Nullable Object[] values, int at) {
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                return false;
            }
            BoundedNumbers.check(parser, JsonToken.VALUE_NUMBER_INT);
            values[at] = parser.getLongValue();
            return true;
        }
    },
    /** A number with a fraction or an exponent. */
    DOUBLE {
        @Override
        boolean read(JsonParser parser, @Nullable Object[] values, int at) {
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_FLOAT) {
                return false;
            }
            BoundedNumbers.check(parser, JsonToken.VALUE_NUMBER_FLOAT);
            values[at] = BoundedNumbers.finite(parser, parser.getDoubleValue());
            return true;
        }
    },
    /** True or false. */
    BOOLEAN {
        @Override
        boolean read(JsonParser parser, @Nullable Object[] values, int at) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                return false;
            }
            values[at] = token == JsonToken.VALUE_TRUE;
            return true;
        }
    };

    private static final Map<Class<?>, PlainKind> KINDS =
            Map.of(String.class, TEXT, int.class, INT, long.class, LONG, double.class, DOUBLE, boolean.class, BOOLEAN);

    /** Reads the next value into its place; false if it is of another form. */
    abstract boolean read(JsonParser parser, @Nullable Object[] values, int at);

    static boolean isKnown(Class<?> type) {
        return KINDS.containsKey(type);
    }

    /** The kind of a type that {@link #isKnown}. */
    static PlainKind of(Class<?> type) {
        PlainKind kind = KINDS.get(type);
        if (kind == null) {
            throw new IllegalArgumentException(type + " is no plain type");
        }
        return kind;
    }
}
