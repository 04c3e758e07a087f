package io.trunkline.codec.vectors;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of feeding bytes: the events, then the refusal or, without one, what the end of the stream says. Immutable.
 *
 * @param events in a comparable form: replies behind everything else, pieces of one run of bytes joined
 * @param fault why the bytes were refused, or null
 * @param end why the stream may not end here, or null if it may or if the bytes were refused
 */
record Outcome(
        List<Event> events, @Nullable Fault fault, @Nullable Fault end) {
    Outcome {
        List<Event> delivered =
                events.stream().filter(event -> !event.isReply()).toList();
        List<Event> comparable = join(delivered);
        events.stream().filter(Event::isReply).forEach(comparable::add);
        events = List.copyOf(comparable);
    }

    /** How many bytes were delivered. */
    long bytes() {
        return events.stream().mapToLong(event -> event.body().remaining()).sum();
    }

    private static List<Event> join(List<Event> delivered) {
        List<Event> joined = new ArrayList<>();
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        for (Event event : delivered) {
            if (!event.isBytes()) {
                endRun(run, joined);
                joined.add(event);
            } else {
                byte[] piece = new byte[event.body().remaining()];
                event.body().duplicate().get(piece);
                run.writeBytes(piece);
            }
        }
        endRun(run, joined);
        return joined;
    }

    private static void endRun(ByteArrayOutputStream run, List<Event> joined) {
        if (run.size() > 0) {
            joined.add(Event.bytes(run.toByteArray()));
            run.reset();
        }
    }
}
