package io.trunkline;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Objects;

/**
 * Holds a type with its type arguments: {@code new TypeRef<List<Order>>() {}}.
 *
 * <p>Immutable; equal by type. Keep it in a constant.
 *
 * @param <T> the type held
 */
public abstract class TypeRef<T> {
    private final Type type;

    /**
     * Captures the type argument that the subclass gives.
     *
     * @throws IllegalArgumentException if it gives none, or one with a type variable, whose meaning is lost at run time
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
                || parent.getRawType() != TypeRef.class) {
            throw new IllegalArgumentException("write new TypeRef<Your<Type>>() {}, with a type argument");
        }
        this.type = parent.getActualTypeArguments()[0];
        if (hasVariable(type)) {
            throw new IllegalArgumentException(
                    "the type " + type + " has a variable, whose meaning is lost at run time");
        }
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    /**
     * Holds a class, where there are no type arguments to keep.
     *
     * @param <T> the type held
     * @param type the class
     * @return its reference
     */
    public static <T> TypeRef<T> of(Class<T> type) {
        return new OfClass<>(Objects.requireNonNull(type, "type"));
    }

    /**
     * Gives the type held.
     *
     * @return a class, or a type with its arguments
     */
    public final Type type() {
        return type;
    }

    private static boolean hasVariable(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).anyMatch(TypeRef::hasVariable);
        }
        if (type instanceof GenericArrayType array) {
            return hasVariable(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return Arrays.stream(wildcard.getUpperBounds()).anyMatch(TypeRef::hasVariable)
                    || Arrays.stream(wildcard.getLowerBounds()).anyMatch(TypeRef::hasVariable);
        }
        return type instanceof TypeVariable;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TypeRef<?> that && type.equals(that.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    /** Shows the type as it would be written in source. */
    @Override
    public final String toString() {
        return type.getTypeName();
    }

    /** Spares the reflection: a class needs none. */
    private static final class OfClass<T> extends TypeRef<T> {
        OfClass(Class<T> type) {
            super(type);
        }
    }
}
