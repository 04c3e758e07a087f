package io.trunkline.codec.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the cases of a format that is a stream of bytes: decode, wait, refuse, and encode.
 *
 * <p>The first three are the same check. A decode ends where the stream may end, a wait where it may not ({@code end} says
 * why), a refuse with the error.
 */
abstract class StreamAdapter implements VectorAdapter {
    private final String format;

    StreamAdapter(String format) {
        this.format = format;
    }

    /** A fresh decoder with the case's options. */
    abstract Decoding open(VectorCase vector);

    /** The events that a decoder must deliver for a frame of a case. */
    abstract List<Event> events(JsonNode frame);

    /** What the codec must send back meanwhile. */
    List<Event> replies(VectorCase vector) {
        return List.of();
    }

    /** The bytes of a case's frames, each written into a buffer of exactly its size. */
    abstract byte[] encode(VectorCase vector);

    @Override
    public final String format() {
        return format;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("decode", "wait", "refuse", "encode", "reject");
    }

    @Override
    public void check(VectorCase vector) {
        switch (vector.kind()) {
            case "decode" -> checkBytes(vector, null, null);
            case "wait" ->
                checkBytes(
                        vector,
                        null,
                        vector.json().has("end") ? Fault.of(vector.json().get("end")) : null);
            case "refuse" -> checkBytes(vector, Fault.of(vector.json()), null);
            case "reject" -> Rejections.check(vector, () -> encode(vector));
            default -> assertThat(encode(vector)).isEqualTo(vector.out());
        }
    }

    private void checkBytes(VectorCase vector, @Nullable Fault fault, @Nullable Fault end) {
        List<Event> events = new ArrayList<>();
        for (JsonNode frame : vector.frames()) {
            events.addAll(
                    frame.has("invalid")
                            ? List.of(Event.invalid(frame.get("invalid").stringValue()))
                            : events(frame));
        }
        events.addAll(replies(vector));
        Outcome expected = new Outcome(events, fault, end);
        new Divisions(vector.in(), () -> open(vector), expected).check();
    }
}
