package io.trunkline.codec.internal.json;

import io.trunkline.PayloadException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.type.LogicalType;

/**
 * The one JSON configuration: nothing lenient, everything bounded, ASCII out.
 *
 * <p>Thread-safe. Implements SPEC.md section 2.7.
 */
final class StrictJson {
    /** Deeper than any sane message; far from the stack's end. */
    static final int MAX_DEPTH = 64;

    /** What a user may allow: each level costs a few frames of the stack, of which a small thread has some thousands. */
    static final int MOST_DEPTH = 500;

    /** Longer numbers cost quadratic time to convert and mean nothing to a peer. */
    static final int MAX_NUMBER_LENGTH = 100;

    /** Names are remembered while an object is read, to refuse duplicates. */
    static final int MAX_NAME_LENGTH = 1_000;

    /** Bounds the objects that one frame can make of 1 MiB of {@code [[],[],…}. */
    static final int MAX_TOKENS = 100_000;

    /** The hard ceiling of a frame: strings are bounded by what can arrive. */
    private static final int MAX_DOCUMENT = 67_108_864;

    static final JsonMapper MAPPER = mapper(MAX_DEPTH);

    private StrictJson() {}

    private static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxTokenCount(MAX_TOKENS)
                        .maxStringLength(MAX_DOCUMENT)
                        .maxDocumentLength(MAX_DOCUMENT)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .recyclerPool(new ThreadBuffers())
                .build();
    }

    /** The same configuration with another depth. */
    static JsonMapper mapper(int maxDepth) {
        if (maxDepth < 1 || maxDepth > MOST_DEPTH) {
            throw new IllegalArgumentException("maxDepth must be 1 to " + MOST_DEPTH + ", but is " + maxDepth);
        }
        return JsonMapper.builder(factory(maxDepth))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .withCoercionConfig(LogicalType.Textual, StrictJson::refuseScalars)
                // Allows no class at all: names from the wire never choose one, whatever annotations say.
                .polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder().build())
                .build();
    }

    private static void refuseScalars(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** Opens a parser on bytes that are well-formed UTF-8 without a byte order mark. */
    static JsonParser parser(byte[] bytes, int offset, int length) {
        checkEncoding(bytes, offset, offset + length);
        return new BoundedNumbers(MAPPER.createParser(bytes, offset, length));
    }

    /** The parsers of a mapper of ours, for those who find repeated names themselves. */
    static JsonFactory withoutDuplicateDetection(JsonMapper mapper) {
        return mapper.tokenStreamFactory()
                .rebuild()
                .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** Leaves the parser nothing to guess: it would take NULs among the first bytes for UTF-16 or UTF-32. */
    static void checkEncoding(byte[] bytes, int from, int to) {
        if (from == to) {
            throw malformed("an empty text is not JSON", 0);
        }
        if (to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF) {
            throw malformed("JSON begins with a byte order mark", 0);
        }
        int fault = Utf8.firstFault(bytes, from, to);
        if (fault >= 0) {
            throw malformed("JSON is not well-formed UTF-8", fault - from);
        }
        for (int i = from; i < Math.min(from + 4, to); i++) {
            if (bytes[i] == 0) {
                throw malformed("JSON has a NUL among its first bytes, as UTF-16 and UTF-32 have", i - from);
            }
        }
    }

    static PayloadException malformed(String message, long offset) {
        return new PayloadException("MALFORMED_JSON", message, offset);
    }
}
