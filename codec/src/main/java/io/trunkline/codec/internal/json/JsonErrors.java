package io.trunkline.codec.internal.json;

import io.trunkline.PayloadException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Turns the parser's errors into ours, without the payload's content that its messages quote.
 *
 * <pre>{@code
 * does not parse ──▶ MALFORMED_JSON with an offset
 * parses, does not bind ──▶ INVALID_PAYLOAD with a path such as $.items[3].price
 * }</pre>
 *
 * <p>Thread-safe: stateless.
 */
final class JsonErrors {
    /** A path is made of the peer's names: enough of it to find the place. */
    private static final int MAX_PATH = 200;

    private JsonErrors() {}

    static PayloadException typed(JacksonException e, JsonParser parser) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (isSyntax(t)) {
                return StrictJson.malformed("JSON does not parse", offset((JacksonException) t, parser));
            }
        }
        return new PayloadException(
                "INVALID_PAYLOAD", "the value at " + path(e) + " is " + expected(e), -1, foreign(e));
    }

    /** A number too large for its target is legal JSON that does not bind; a limit crossed is not JSON that we read. */
    private static boolean isSyntax(Throwable t) {
        return t instanceof StreamConstraintsException
                || (t instanceof StreamReadException && !(t instanceof InputCoercionException));
    }

    /** Limits report no place; the parser has stopped at it. */
    private static long offset(JacksonException e, JsonParser parser) {
        TokenStreamLocation place = e.getLocation();
        boolean known = place != null && place.getByteOffset() >= 0;
        return known ? place.getByteOffset() : parser.currentLocation().getByteOffset();
    }

    /** Says in JSON's words what was expected: the text reaches the peer, and our class names are none of its business. */
    private static String expected(JacksonException e) {
        Class<?> target = e instanceof MismatchedInputException mismatch
                ? mismatch.getTargetType()
                : e instanceof InputCoercionException coercion ? coercion.getTargetType() : null;
        return target == null ? "refused by the type that it is bound to" : "not " + JsonKind.of(target);
    }

    /** Keeps what users' own constructors threw; the parser's exceptions quote the payload. */
    private static @Nullable Throwable foreign(Throwable e) {
        Throwable cause = e.getCause();
        while (cause instanceof JacksonException) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Gives the byte offset of the parser's current token, or of where it would stand. */
    static long offset(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return (token == null ? parser.currentLocation() : parser.currentTokenLocation()).getByteOffset();
    }

    /** Writes where the error is, in the manner of JSONPath. */
    static String path(JacksonException e) {
        StringBuilder path = new StringBuilder("$");
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.');
                step.getPropertyName()
                        .chars()
                        .map(c -> c < ' ' || c > '~' ? '?' : c)
                        .forEach(c -> path.append((char) c));
            }
        }
        return path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "…" : path.toString();
    }
}
