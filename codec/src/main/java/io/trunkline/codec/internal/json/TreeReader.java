package io.trunkline.codec.internal.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads trees straight from the parser: the same nodes that Jackson would make, without what it needs for all other types.
 *
 * <p>Every token passes through here, so numbers are judged here too. An object has its names at hand, so a repeated one is found here, and the parser need not gather them a second time. It
 * recurses as deep as the parser lets objects nest. Immutable; thread-safe.
 *
 * @param factory makes parsers that do not look for repeated names
 */
record TreeReader(JsonFactory factory) implements TypeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public boolean mayBeQuick() {
        return true;
    }

    @Override
    public Object tryPlain(JsonParser parser) {
        return node(parser, parser.nextToken());
    }

    @Override
    public JsonParser open(byte[] bytes, int offset, int length) {
        return factory.createParser(ObjectReadContext.empty(), bytes, offset, length);
    }

    @Override
    public Object value(JsonParser parser) {
        return node(parser, parser.currentToken());
    }

    @Override
    public Class<?> target() {
        return JsonNode.class;
    }

    private static JsonNode node(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> fraction(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new StreamReadException(parser, "no value begins with " + token);
        };
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        String name;
        while ((name = parser.nextName()) != null) {
            if (object.replace(name, node(parser, parser.nextToken())) != null) {
                throw new StreamReadException(parser, "an object has one name twice");
            }
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            array.add(node(parser, token));
        }
        return array;
    }

    private static JsonNode fraction(JsonParser parser) {
        BoundedNumbers.check(parser, JsonToken.VALUE_NUMBER_FLOAT);
        return NODES.numberNode(BoundedNumbers.finite(parser, parser.getDoubleValue()));
    }

    private static JsonNode integer(JsonParser parser) {
        BoundedNumbers.check(parser, JsonToken.VALUE_NUMBER_INT);
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }
}
