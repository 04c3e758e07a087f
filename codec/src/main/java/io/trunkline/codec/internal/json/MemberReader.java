package io.trunkline.codec.internal.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one whole JSON text as an object's members, and remembers nested values by where they lie.
 *
 * <p>Caller-confined; used once. What does not parse leaves as the parser's own exception.
 */
final class MemberReader {
    /** One member: a String, Number or Boolean, or the JsonToken that begins a nested value; and where its bytes are. */
    record Member(Object value, int from, int to) {}

    private final JsonParser parser;
    private final int offset;
    private final int maxDepth;

    /** Reads from a parser whose text begins at {@code offset} of its array. */
    MemberReader(JsonParser parser, int offset, int maxDepth) {
        this.parser = parser;
        this.offset = offset;
        this.maxDepth = maxDepth;
    }

    /** Gives the members in their order, without those that are null; throws MALFORMED_JSON for what is no object. */
    Map<String, Member> members() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw StrictJson.malformed("JSON is not an object where one is required", JsonErrors.offset(parser));
        }
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            Member member = member();
            if (member != null) {
                members.put(name, member);
            }
        }
        if (parser.nextToken() != null) {
            throw StrictJson.malformed("JSON goes on after its first value", JsonErrors.offset(parser));
        }
        return members;
    }

    private @Nullable Member member() {
        JsonToken token = parser.nextToken();
        int from = offset + (int) JsonErrors.offset(parser);
        Object value = switch (token) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> token;
        };
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            skip();
        }
        parser.finishToken();
        int to = offset + (int) parser.currentLocation().getByteOffset();
        return token == JsonToken.VALUE_NULL ? null : new Member(value, from, to);
    }

    /** Skips a nested value, whose first token is the current one. */
    private void skip() {
        int depth = 2;
        while (depth > 1) {
            if (depth > maxDepth) {
                throw StrictJson.malformed(
                        "JSON is nested deeper than " + maxDepth + " levels", JsonErrors.offset(parser));
            }
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
    }
}
