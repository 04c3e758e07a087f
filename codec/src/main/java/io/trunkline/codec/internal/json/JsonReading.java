package io.trunkline.codec.internal.json;

import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.MappedFormat;
import java.util.function.Function;

/**
 * How a format of JSON messages reads them; by it others see that a format is one, and what member holds the type.
 *
 * <p>Immutable.
 *
 * @param typeField the name of the member that says what a message is
 * @param read makes a message of a payload
 */
public record JsonReading(String typeField, Function<Payload, JsonMessage> read)
        implements Function<Payload, JsonMessage> {
    @Override
    public JsonMessage apply(Payload payload) {
        return read.apply(payload);
    }

    /**
     * Tells whether a format carries {@link JsonMessage}s whose type is the member {@code type}.
     *
     * @param format any
     * @return false for other formats, and for other members
     */
    public static boolean isTyped(FrameFormat<?> format) {
        return format instanceof MappedFormat<?, ?> mapped
                && mapped.in() instanceof JsonReading reading
                && reading.typeField.equals("type");
    }
}
