package io.trunkline.codec.internal.json;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one JSON object member by member, in ASCII but for what {@link #raw} is given.
 *
 * <pre>{@code
 * JsonText.object().put("status", "success").toPayload()   {"status":"success"}
 * }</pre>
 *
 * <p>A name written twice is the caller's mistake and is not found. Caller-confined; used up by {@link #toPayload}.
 */
public final class JsonText {
    private static final int FIRST_BYTES = 128;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_BYTES);
    private final JsonGenerator generator = StrictJson.MAPPER.createGenerator(out);

    private JsonText() {}

    /**
     * Begins an object.
     *
     * @return a text to add members to
     */
    public static JsonText object() {
        JsonText text = new JsonText();
        text.generator.writeStartObject();
        return text;
    }

    /**
     * Adds a text.
     *
     * @param name the member's name
     * @param value its value
     * @return this
     */
    public JsonText put(String name, String value) {
        generator.writeStringProperty(name, value);
        return this;
    }

    /**
     * Adds an integer.
     *
     * @param name the member's name
     * @param value its value
     * @return this
     */
    public JsonText put(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
    }

    /**
     * Adds a number.
     *
     * @param name the member's name
     * @param value its value, finite
     * @return this
     */
    public JsonText put(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", which JSON cannot say");
        }
        generator.writeNumberProperty(name, value);
        return this;
    }

    /**
     * Adds true or false.
     *
     * @param name the member's name
     * @param value its value
     * @return this
     */
    public JsonText put(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
        return this;
    }

    /**
     * Adds an array of texts.
     *
     * @param name the member's name
     * @param values its elements
     * @return this
     */
    public JsonText put(String name, Iterable<String> values) {
        generator.writeArrayPropertyStart(name);
        values.forEach(generator::writeString);
        generator.writeEndArray();
        return this;
    }

    /**
     * Adds a value that is JSON text already.
     *
     * @param name the member's name
     * @param json one JSON value, not looked at
     * @return this
     */
    public JsonText raw(String name, Payload json) {
        generator.writeName(name);
        generator.writeRawValue(json.text());
        return this;
    }

    /**
     * Adds an object of whatever values.
     *
     * @param name the member's name
     * @param values strings, numbers, booleans, lists, maps, or any object that binds to JSON
     * @return this
     * @throws PayloadException {@code INVALID_PAYLOAD} if one does not
     */
    public JsonText put(String name, Map<String, ?> values) {
        generator.writeName(name);
        try {
            StrictJson.MAPPER.writeValue(generator, values);
        } catch (JacksonException e) {
            throw new PayloadException("INVALID_PAYLOAD", name + " does not encode at " + JsonErrors.path(e), -1, e);
        }
        return this;
    }

    /**
     * Begins an object as a member; {@link #end} ends it.
     *
     * @param name the member's name
     * @return this
     */
    public JsonText beginObject(String name) {
        generator.writeObjectPropertyStart(name);
        return this;
    }

    /**
     * Begins an array as a member; {@link #end} ends it.
     *
     * @param name the member's name
     * @return this
     */
    public JsonText beginArray(String name) {
        generator.writeArrayPropertyStart(name);
        return this;
    }

    /**
     * Begins an object as an array's next element; {@link #end} ends it.
     *
     * @return this
     */
    public JsonText beginElement() {
        generator.writeStartObject();
        return this;
    }

    /**
     * Ends the object or array begun last.
     *
     * @return this
     */
    public JsonText end() {
        if (generator.streamWriteContext().inArray()) {
            generator.writeEndArray();
        } else {
            generator.writeEndObject();
        }
        return this;
    }

    /**
     * Ends whatever is open and gives the text.
     *
     * @return the whole object
     */
    public Payload toPayload() {
        generator.close();
        return Payload.wrap(out.toByteArray());
    }
}
