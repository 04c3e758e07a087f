package io.trunkline.codec.internal.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads records of texts, numbers and booleans straight from the parser, where the text is just what the record says.
 *
 * <pre>{@code
 * every component once, of its own kind ──▶ the record
 * anything else: a name unknown, twice or missing, another kind, null for a number, a constructor that throws
 *                                       ──▶ null: Jackson reads it, and says what is wrong
 * }</pre>
 *
 * <p>So there is one judge of what binds and one author of errors, and the usual message costs half of what it costs there. Texts
 * that come in another form are not tried for a while after one was found. Records with annotations, interfaces, further
 * constructors or other components are Jackson's alone. Thread-safe.
 */
final class PlainRecord {
    /** After one that is Jackson's, so many are not tried: two readings each would cost such senders half their speed. */
    private static final int RESTS = 15;

    /** A bit for each component says that it has been seen. */
    private static final int MOST_COMPONENTS = 63;

    private final JsonFactory factory;
    private final Constructor<?> constructor;
    private final SerializableString[] names;
    private final PlainKind[] kinds;

    /** Of these, written without care by any thread, only the speed depends. */
    private int rests;

    private PlainRecord(JsonFactory factory, Constructor<?> constructor, RecordComponent[] components) {
        this.factory = factory;
        this.constructor = constructor;
        this.names = Arrays.stream(components)
                .map(component -> new SerializedString(component.getName()))
                .toArray(SerializableString[]::new);
        this.kinds = Arrays.stream(components)
                .map(component -> PlainKind.of(component.getType()))
                .toArray(PlainKind[]::new);
    }

    /**
     * Makes the reader of a type; null if that is none of these records.
     *
     * @param factory makes parsers that do not look for repeated names
     */
    static @Nullable PlainRecord of(Class<?> type, JsonFactory factory) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null
                || components.length == 0
                || components.length > MOST_COMPONENTS
                || !Arrays.stream(components).allMatch(component -> PlainKind.isKnown(component.getType()))
                || type.getInterfaces().length > 0
                || isAnnotated(type)) {
            return null;
        }
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        return constructors.length == 1 && isOpened(constructors[0])
                ? new PlainRecord(factory, constructors[0], components)
                : null;
    }

    /** Whatever an annotation says, Jackson knows what it means. */
    private static boolean isAnnotated(Class<?> type) {
        Stream<AnnotatedElement> members = Stream.of(
                        Stream.of(type),
                        Stream.of(type.getRecordComponents()),
                        Stream.of(type.getDeclaredFields()),
                        Stream.of(type.getDeclaredMethods()),
                        Stream.of(type.getDeclaredConstructors()),
                        Stream.of(type.getDeclaredConstructors()).flatMap(each -> Stream.of(each.getParameters())))
                .flatMap(each -> each);
        return members.anyMatch(each -> each.getAnnotations().length > 0);
    }

    private static boolean isOpened(Constructor<?> constructor) {
        try {
            constructor.setAccessible(true);
            return true;
        } catch (InaccessibleObjectException | SecurityException e) {
            return false; // Its module may have opened itself to Jackson all the same.
        }
    }

    /** Tells whether the last texts were in the form that is read here, or some time has passed. */
    boolean isReady() {
        int left = rests;
        if (left > 0) {
            rests = left - 1;
        }
        return left == 0;
    }

    /** Reads a text that is well-formed UTF-8; null if Jackson has to. */
    @Nullable
    Object tryRead(byte[] bytes, int offset, int length) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            Object read = tryRead(parser);
            return read != null && parser.nextToken() == null ? read : null;
        } catch (JacksonException e) {
            return null; // What is wrong with it is said by whoever reads it next.
        }
    }

    /** Reads an object from its first token to its last; null if Jackson has to. */
    @Nullable
    Object tryRead(JsonParser parser) {
        Object read = null;
        try {
            read = whole(parser);
        } catch (JacksonException | ReflectiveOperationException e) {
            // As above.
        }
        rests = read == null ? RESTS : 0;
        return read;
    }

    private @Nullable Object whole(JsonParser parser) throws ReflectiveOperationException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        @Nullable Object[] values = new @Nullable Object[names.length];
        long seen = 0;
        for (int i = 0; i < names.length; i++) {
            int at = parser.nextName(names[i]) ? i : otherThan(i, parser);
            if (at < 0 || !kinds[at].read(parser, values, at)) {
                return null;
            }
            seen |= 1L << at;
        }
        boolean all = seen == (1L << names.length) - 1;
        return all && parser.nextToken() == JsonToken.END_OBJECT ? constructor.newInstance(values) : null;
    }

    /** The component that is named instead of the one whose turn it is; negative if there is none. */
    private int otherThan(int expected, JsonParser parser) {
        if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            for (int i = 0; i < names.length; i++) {
                if (i != expected && names[i].getValue().equals(name)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
