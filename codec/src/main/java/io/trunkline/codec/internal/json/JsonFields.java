package io.trunkline.codec.internal.json;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one JSON object of a control message into its members, without a tree: nested values stay bytes until asked for.
 *
 * <p>A member that is JSON {@code null} is absent. A member of another type than the one asked for is
 * {@code INVALID_PAYLOAD}, with path and offset. The array is kept and must not change while this is used. Immutable.
 */
public final class JsonFields {
    /** How deep objects and arrays are nested at most (SPEC.md section 2.7). */
    public static final int MAX_DEPTH = StrictJson.MAX_DEPTH;

    private final byte[] bytes;
    private final int base;
    private final String path;
    private final Map<String, MemberReader.Member> members;

    private JsonFields(byte[] bytes, int base, String path, Map<String, MemberReader.Member> members) {
        this.bytes = bytes;
        this.base = base;
        this.path = path;
        this.members = members;
    }

    /**
     * Reads an object.
     *
     * @param bytes holds the text
     * @param offset where it begins
     * @param length how many bytes it has
     * @return its members
     * @throws PayloadException {@code MALFORMED_JSON} if it does not parse or is no object
     */
    public static JsonFields read(byte[] bytes, int offset, int length) {
        return read(bytes, offset, length, MAX_DEPTH);
    }

    /**
     * Reads an object that may nest less than others.
     *
     * @param bytes holds the text
     * @param offset where it begins
     * @param length how many bytes it has
     * @param maxDepth how many objects and arrays may be open at once, 1 to 64
     * @return its members
     * @throws PayloadException {@code MALFORMED_JSON} if it does not parse, is no object, or is deeper
     */
    public static JsonFields read(byte[] bytes, int offset, int length, int maxDepth) {
        return read(bytes, offset, length, maxDepth, offset, "$");
    }

    private static JsonFields read(byte[] bytes, int offset, int length, int maxDepth, int base, String path) {
        JsonParser parser = StrictJson.parser(bytes, offset, length);
        try {
            return new JsonFields(bytes, base, path, new MemberReader(parser, offset, maxDepth).members());
        } catch (JacksonException e) {
            throw JsonErrors.typed(e, parser);
        } finally {
            parser.close();
        }
    }

    /**
     * Lists the members' names in their order.
     *
     * @return immutable
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /**
     * Tells whether there is a member of this name.
     *
     * @param name the name
     * @return false also for JSON {@code null}
     */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * Tells whether a member is there and is a text.
     *
     * @param name the name
     * @return false if it is absent or of another type
     */
    public boolean isText(String name) {
        MemberReader.Member member = members.get(name);
        return member != null && member.value() instanceof String;
    }

    /**
     * Gives a member that is a text.
     *
     * @param name the name
     * @return empty if it is absent
     */
    public Optional<String> text(String name) {
        return typed(name, String.class, "a text");
    }

    /**
     * Gives a member that must be there and be a text that is not too long.
     *
     * @param name the name
     * @param maxLength how many characters it may have
     * @return the text, perhaps empty
     */
    public String requireText(String name, int maxLength) {
        String text = text(name).orElseThrow(() -> missing(name));
        if (text.length() > maxLength) {
            throw invalid(name, "longer than " + maxLength + " characters");
        }
        return text;
    }

    /**
     * Gives a member that is true or false.
     *
     * @param name the name
     * @return empty if it is absent
     */
    public Optional<Boolean> flag(String name) {
        return typed(name, Boolean.class, "true or false");
    }

    /**
     * Gives a member that is an integer and fits a long.
     *
     * @param name the name
     * @return empty if it is absent
     */
    public OptionalLong integer(String name) {
        Optional<Number> number = typed(name, Number.class, "an integer");
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        if (number.get() instanceof Integer || number.get() instanceof Long) {
            return OptionalLong.of(number.get().longValue());
        }
        throw invalid(name, "not an integer of 64 bits");
    }

    /**
     * Gives a member that must be there and be an integer in a range.
     *
     * @param name the name
     * @param min the least value allowed
     * @param max the greatest value allowed
     * @return the value
     */
    public long requireInteger(String name, long min, long max) {
        long value = integer(name).orElseThrow(() -> missing(name));
        if (value < min || value > max) {
            throw invalid(name, "outside " + min + " to " + max);
        }
        return value;
    }

    /**
     * Gives a member that is a number, as a double.
     *
     * @param name the name
     * @return empty if it is absent; always finite
     */
    public OptionalDouble number(String name) {
        Optional<Number> number = typed(name, Number.class, "a number");
        return number.map(n -> OptionalDouble.of(n.doubleValue())).orElseGet(OptionalDouble::empty);
    }

    /**
     * Gives a member that is an array of texts.
     *
     * @param name the name
     * @return empty if it is absent
     */
    public Optional<List<String>> texts(String name) {
        MemberReader.Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        JsonParser parser = StrictJson.parser(bytes, member.from(), member.to() - member.from());
        try {
            return Optional.of(texts(parser, name));
        } catch (JacksonException e) {
            throw JsonErrors.typed(e, parser);
        } finally {
            parser.close();
        }
    }

    private List<String> texts(JsonParser parser, String name) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw invalid(name, "not an array of texts");
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw invalid(name, "not an array of texts");
            }
            texts.add(parser.getString());
        }
        return List.copyOf(texts);
    }

    /**
     * Gives a member that is an object.
     *
     * @param name the name
     * @return empty if it is absent
     */
    public Optional<JsonFields> object(String name) {
        MemberReader.Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        if (member.value() != JsonToken.START_OBJECT) {
            throw invalid(name, "not an object");
        }
        int length = member.to() - member.from();
        return Optional.of(read(bytes, member.from(), length, StrictJson.MAX_DEPTH, base, path + "." + name));
    }

    /**
     * Copies a member's JSON text, whatever it is.
     *
     * @param name the name
     * @return empty if it is absent
     */
    public Optional<Payload> raw(String name) {
        MemberReader.Member member = members.get(name);
        return Optional.ofNullable(member).map(m -> Payload.wrap(Arrays.copyOfRange(bytes, m.from(), m.to())));
    }

    /**
     * Makes the error for a member whose value its reader refuses.
     *
     * @param name the name
     * @param what completes "the value at $.name is …"
     * @return {@code INVALID_PAYLOAD} at the member's offset
     */
    public PayloadException invalid(String name, String what) {
        MemberReader.Member member = members.get(name);
        int offset = member == null ? -1 : member.from() - base;
        return new PayloadException("INVALID_PAYLOAD", "the value at " + path + "." + name + " is " + what, offset);
    }

    private PayloadException missing(String name) {
        return invalid(name, "missing");
    }

    private <T> Optional<T> typed(String name, Class<T> type, String wanted) {
        MemberReader.Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        if (!type.isInstance(member.value())) {
            throw invalid(name, "not " + wanted);
        }
        return Optional.of(type.cast(member.value()));
    }
}
