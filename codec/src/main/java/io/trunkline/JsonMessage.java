package io.trunkline;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.json.JacksonCodec;
import io.trunkline.codec.internal.json.JsonFields;
import io.trunkline.codec.internal.json.JsonReading;
import io.trunkline.codec.internal.json.JsonText;
import io.trunkline.codec.internal.message.Binding;
import java.util.Objects;
import java.util.Optional;

/**
 * One JSON object that says in a member of its own what it is: {@code {"type":"chat","text":"hello"}}.
 *
 * <p>A format of such objects is made of any format of payloads: {@code JsonMessage.in(FrameFormat.lengthPrefixed())}. What
 * does not parse, or is no object, costs that message and not the connection. Immutable. Implements SPEC.md section 6.1.
 */
public final class JsonMessage {
    /** What the member is called unless a format says otherwise. */
    private static final String TYPE = "type";

    private static final PayloadCodec CODEC = new JacksonCodec();

    private final String typeField;
    private final Payload payload;
    private final JsonFields members;

    private JsonMessage(String typeField, Payload payload) {
        this(typeField, payload, payload.fields());
    }

    private JsonMessage(String typeField, Payload payload, JsonFields members) {
        this.typeField = typeField;
        this.payload = payload;
        this.members = members;
    }

    /**
     * Makes a message of a type and its other members.
     *
     * @param type what it is
     * @param fields a record, a map, or another object that becomes a JSON object; it has no member {@code type} of its own
     * @return the message
     * @throws IllegalArgumentException if it becomes something else, or has that member
     * @throws PayloadException {@code INVALID_PAYLOAD} if it cannot be encoded
     */
    public static JsonMessage of(String type, Object fields) {
        Payload object = Binding.encode(fields, CODEC);
        if (object.isEmpty() || object.asByteBuffer().get(0) != '{') {
            throw new IllegalArgumentException(fields.getClass().getName()
                    + " becomes no JSON object; give a record, a map, or an object with members");
        }
        JsonFields members = object.fields();
        if (members.has(TYPE)) {
            throw new IllegalArgumentException(fields.getClass().getName() + " has a member 'type' of its own");
        }
        return new JsonMessage(TYPE, withType(TYPE, type, members, TYPE));
    }

    /**
     * Reads an object whose type is the member {@code type}, wherever it was received.
     *
     * @param object a JSON object
     * @return the message
     * @throws PayloadException {@code MALFORMED_JSON} if it does not parse or is something else
     */
    public static JsonMessage parse(Payload object) {
        return parse(object, TYPE);
    }

    /**
     * Reads an object whose type is a member of another name.
     *
     * @param object a JSON object
     * @param typeField the name of the member that holds the type
     * @return the message
     * @throws PayloadException {@code MALFORMED_JSON} if it does not parse or is something else
     */
    public static JsonMessage parse(Payload object, String typeField) {
        return new JsonMessage(Objects.requireNonNull(typeField, "typeField"), object);
    }

    private static Payload withType(String typeField, String type, JsonFields members, String left) {
        JsonText text = JsonText.object().put(typeField, type);
        for (String name : members.names()) {
            if (!name.equals(left)) {
                members.raw(name).ifPresent(value -> text.raw(name, value));
            }
        }
        return text.toPayload();
    }

    /**
     * Makes a format of such messages, whose type is the member {@code type}.
     *
     * @param format carries the objects
     * @return the format
     */
    public static FrameFormat<JsonMessage> in(FrameFormat<Payload> format) {
        return in(format, TYPE);
    }

    /**
     * Makes a format of such messages, whose type is a member of another name: {@code action} or {@code method}.
     *
     * @param format carries the objects
     * @param typeField the name of the member that holds the type
     * @return the format
     */
    public static FrameFormat<JsonMessage> in(FrameFormat<Payload> format, String typeField) {
        Objects.requireNonNull(typeField, "typeField");
        return format.map(
                new JsonReading(typeField, payload -> new JsonMessage(typeField, payload)),
                message -> message.encode(typeField));
    }

    /**
     * Makes a format of such messages with a depth limit of its own, instead of 64 (SPEC.md section 2.7).
     *
     * @param format carries the objects
     * @param typeField the name of the member that holds the type
     * @param maxDepth how deep objects and arrays may be nested in what is received, the message itself included, 1 to 64
     * @return the format
     * @throws IllegalArgumentException naming the range
     */
    public static FrameFormat<JsonMessage> in(FrameFormat<Payload> format, String typeField, int maxDepth) {
        Objects.requireNonNull(typeField, "typeField");
        if (maxDepth < 1 || maxDepth > JsonFields.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "maxDepth must be 1 to " + JsonFields.MAX_DEPTH + ", but is " + maxDepth);
        }
        return format.map(
                payload -> new JsonMessage(typeField, payload, payload.fields(maxDepth)),
                message -> message.encode(typeField));
    }

    private Payload encode(String field) {
        return field.equals(typeField) ? payload : withType(field, type(), members, typeField);
    }

    /**
     * Tells what the message is.
     *
     * @return its type; empty if it says none, or something else than a text
     */
    public String type() {
        return text(typeField).orElse("");
    }

    /**
     * Gives a member that is a text.
     *
     * @param name the member's name
     * @return empty if it is absent, or something else than a text
     */
    public Optional<String> text(String name) {
        return members.isText(name) ? members.text(name) : Optional.empty();
    }

    /**
     * Gives a member's JSON text, whatever it is, to be bound or passed on.
     *
     * @param name the member's name
     * @return empty if it is absent or {@code null}
     */
    public Optional<Payload> member(String name) {
        return members.raw(name);
    }

    /**
     * Binds the whole object; members that the type does not know are ignored.
     *
     * @param <T> what to make of it
     * @param type what to make of it
     * @return never null
     * @throws PayloadException {@code INVALID_PAYLOAD} with the path if it does not fit the type
     */
    public <T> T as(Class<T> type) {
        return payload.as(TypeRef.of(type), CODEC);
    }

    /**
     * Gives the object's text.
     *
     * @return as it was received, or as it is sent where the type is the member {@code type}
     */
    public Payload payload() {
        return payload;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonMessage that && typeField.equals(that.typeField) && payload.equals(that.payload);
    }

    @Override
    public int hashCode() {
        return payload.hashCode();
    }

    /** Shows how much it is, never what it says. */
    @Override
    public String toString() {
        return "JsonMessage[" + payload.size() + " B, members "
                + members.names().size() + "]";
    }
}
