package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Bytes;
import io.trunkline.benchmarks.macro.json.Note;
import io.trunkline.benchmarks.macro.json.Records;
import io.trunkline.benchmarks.macro.json.Trees;
import io.trunkline.benchmarks.macro.json.Work;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;

/** A body as a user of ours has it: what it is, how it is made, and what is in it. Immutable. */
record Bodied<T>(Class<T> type, LongFunction<T> make, ToLongFunction<T> number, ToIntFunction<T> size) {
    static Bodied<?> of(Scenario scenario) {
        return switch (scenario.style()) {
            case TREES -> of(JsonNode.class, new Trees(scenario.body()));
            case RECORDS -> of(Note.class, new Records(scenario.body()));
            case BYTES -> bytes(new Bytes(scenario.body()));
            case FRAMES -> throw new IllegalArgumentException(scenario + " has no messages");
        };
    }

    private static <T> Bodied<T> of(Class<T> type, Work<T> work) {
        return new Bodied<>(type, work::make, work::number, work::size);
    }

    private static Bodied<Payload> bytes(Bytes work) {
        return new Bodied<>(
                Payload.class,
                number -> Payload.wrap(work.make(number)),
                payload -> Bytes.number(payload.asByteBuffer()),
                Payload::size);
    }
}
