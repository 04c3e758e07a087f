package io.trunkline.codec.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Refuses numbers that are cheap to send and dear to use: huge exponents, and what a double can only call infinity.
 *
 * <p>{@code 1e999999999} is legal JSON of eleven bytes whose plain form has a gigabyte. How a number is written is judged
 * where it stands, in skipped members too, so that a text is refused or not whoever reads it; whether it fits a double is
 * judged where it is read as one. Caller-confined. Implements SPEC.md section 2.7.
 */
final class BoundedNumbers extends JsonParserDelegate {
    /** A double's exponent has 3 digits, a decimal128's has 4. */
    private static final int MAX_EXPONENT_DIGITS = 4;

    BoundedNumbers(JsonParser parser) {
        super(parser);
    }

    @Override
    public @Nullable JsonToken nextToken() {
        return checked(super.nextToken());
    }

    @Override
    public @Nullable JsonToken nextValue() {
        return checked(super.nextValue());
    }

    /** Goes through {@link #nextToken}, where the delegate's own way would look at nothing. */
    @Override
    public JsonParser skipChildren() {
        JsonToken token = currentToken();
        int open = token != null && token.isStructStart() ? 1 : 0;
        while (open > 0) {
            token = nextToken();
            if (token == null) {
                return this;
            }
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return this;
    }

    private @Nullable JsonToken checked(@Nullable JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            check(this, token);
        }
        return token;
    }

    /** Refuses the number that a parser is at, if it is too long or too far from one. */
    static void check(JsonParser parser, JsonToken number) {
        // The parser's own limit counts digits; sign, point and exponent are characters too.
        if (parser.getStringLength() > StrictJson.MAX_NUMBER_LENGTH) {
            throw new StreamReadException(parser, "a number has more than 100 characters");
        }
        if (number == JsonToken.VALUE_NUMBER_FLOAT) {
            checkExponent(parser);
        }
    }

    private static void checkExponent(JsonParser parser) {
        char[] text = parser.getStringCharacters();
        int end = parser.getStringOffset() + parser.getStringLength();
        int at = parser.getStringOffset();
        while (at < end && (text[at] | 0x20) != 'e') {
            at++;
        }
        at++;
        while (at < end && (text[at] == '+' || text[at] == '-' || text[at] == '0')) {
            at++;
        }
        if (end - at > MAX_EXPONENT_DIGITS) {
            throw new StreamReadException(parser, "a number's exponent has more than 4 digits");
        }
    }

    @Override
    public double getDoubleValue() {
        return finite(this, super.getDoubleValue());
    }

    /** Gives back what a double can tell from infinity. */
    static double finite(JsonParser parser, double value) {
        if (Double.isInfinite(value)) {
            throw new StreamReadException(parser, "a number is beyond a double's range");
        }
        return value;
    }

    @Override
    public float getFloatValue() {
        float value = super.getFloatValue();
        if (Float.isInfinite(value)) {
            throw new StreamReadException(this, "a number is beyond a float's range");
        }
        return value;
    }

    @Override
    public Number getNumberValue() {
        Number value = super.getNumberValue();
        if (value instanceof Double d && d.isInfinite()) {
            throw new StreamReadException(this, "a number is beyond a double's range");
        }
        return value;
    }
}
