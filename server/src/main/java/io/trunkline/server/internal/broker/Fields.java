package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The members of a system request, read by name and type; unknown members are ignored.
 *
 * <p>Immutable. Every accessor throws {@link ReplyException} with {@code INVALID_REQUEST} for a member of another type.
 */
final class Fields {
    private final Map<String, Object> members;

    private Fields(Map<String, Object> members) {
        this.members = members;
    }

    /**
     * Reads a payload.
     *
     * @throws PayloadException if it is not JSON, or not an object
     */
    static Fields of(Body payload) {
        return new Fields(ControlJson.fields(payload));
    }

    Map<String, Object> all() {
        return members;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** False if absent. */
    boolean flag(String name) {
        return value(name, Boolean.class, "true or false").orElse(false);
    }

    Optional<String> text(String name) {
        return value(name, String.class, "a string");
    }

    String requiredText(String name) {
        return text(name).orElseThrow(() -> invalid(name + " is missing"));
    }

    /** A whole number of at least {@code least}; what is above the highest int counts as that. */
    int atLeast(String name, int least, int absent) {
        Optional<Number> value = value(name, Number.class, "a number");
        if (value.isEmpty()) {
            return absent;
        }
        double number = value.get().doubleValue();
        if (number < least || number != Math.rint(number)) {
            throw invalid(name + " must be a whole number of at least " + least);
        }
        return (int) Math.min(Integer.MAX_VALUE, number);
    }

    /** Any finite number; 0 if absent. */
    double finite(String name) {
        double number =
                value(name, Number.class, "a number").map(Number::doubleValue).orElse(0.0);
        if (!Double.isFinite(number)) {
            throw invalid(name + " must be a finite number");
        }
        return number;
    }

    List<String> texts(String name) {
        List<?> values = value(name, List.class, "a list").orElse(List.of());
        return values.stream()
                .map(value -> {
                    if (value instanceof String text) {
                        return text;
                    }
                    throw invalid(name + " must be a list of strings");
                })
                .toList();
    }

    /** The members of an object whose values are texts; none if it is absent. */
    Map<String, String> textsByName(String name) {
        Map<?, ?> values = value(name, Map.class, "an object").orElse(Map.of());
        Map<String, String> texts = new TreeMap<>();
        values.forEach((key, value) -> {
            if (!(value instanceof String text)) {
                throw invalid(name + " must be an object of strings");
            }
            texts.put(String.valueOf(key), text);
        });
        return texts;
    }

    private <T> Optional<T> value(String name, Class<T> type, String described) {
        Object value = members.get(name);
        if (value == null && !members.containsKey(name)) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw invalid(name + " must be " + described);
        }
        return Optional.of(type.cast(value));
    }

    static ReplyException invalid(String message) {
        return new ReplyException(ErrorCode.INVALID_REQUEST, message, Map.of("executed", "no"));
    }
}
