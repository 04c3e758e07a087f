package io.trunkline.codec.internal.json;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Set;

/** Names what a Java type looks like in JSON, for people who know only the JSON. Thread-safe: stateless. */
final class JsonKind {
    private static final Set<Class<?>> WHOLE = Set.of(
            byte.class,
            Byte.class,
            short.class,
            Short.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            BigInteger.class);
    private static final Set<Class<?>> FRACTIONAL = Set.of(float.class, double.class);

    private JsonKind() {}

    static String of(Class<?> type) {
        if (WHOLE.contains(type)) {
            return "a whole number in range";
        }
        if (FRACTIONAL.contains(type) || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == char.class || type == Character.class || CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type.isEnum()) {
            return "one of the names allowed there";
        }
        boolean list = type.isArray() || Collection.class.isAssignableFrom(type);
        return list ? "an array" : "of the form expected there";
    }
}
