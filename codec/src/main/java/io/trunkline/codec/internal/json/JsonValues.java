package io.trunkline.codec.internal.json;

import io.trunkline.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads JSON of unknown shape into plain maps, lists, strings, numbers and booleans.
 *
 * <p>Members and elements that are {@code null} are left out. Thread-safe: stateless.
 */
public final class JsonValues {
    private static final JacksonCodec CODEC = new JacksonCodec();

    private JsonValues() {}

    /**
     * Reads a value that should be an object.
     *
     * @param json one JSON value
     * @return its members; another value is the single member {@code value}
     * @throws io.trunkline.PayloadException {@code MALFORMED_JSON} if it does not parse
     */
    public static Map<String, Object> members(Payload json) {
        byte[] bytes = json.toBytes();
        Object value = withoutNulls(CODEC.decode(bytes, 0, bytes.length, Object.class));
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of("value", value);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, member) -> members.put((String) name, member));
        return members;
    }

    private static Object withoutNulls(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> kept = new LinkedHashMap<>();
            map.forEach((name, member) -> {
                if (member != null) {
                    kept.put(name, withoutNulls(member));
                }
            });
            return kept;
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .filter(Objects::nonNull)
                    .map(JsonValues::withoutNulls)
                    .toList();
        }
        return value;
    }
}
