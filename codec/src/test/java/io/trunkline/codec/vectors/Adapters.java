package io.trunkline.codec.vectors;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the adapter of a format; a new vector file with a new format needs one more line here. */
final class Adapters {
    private static final Map<String, VectorAdapter> BY_FORMAT = List.of(
                    new RawAdapter(),
                    new LengthPrefixedAdapter(),
                    new EnvelopeFramesAdapter(),
                    new EnvelopeAdapter(),
                    new BrokerEnvelopeAdapter(),
                    new LineLengthAdapter(),
                    new TypedAdapter(),
                    new MultiplexedAdapter(),
                    new ControlAdapter(),
                    new StreamsAdapter(),
                    new JsonLinesAdapter(),
                    new NamedFileAdapter(),
                    new MediaAdapter(),
                    new HeaderAdapter(),
                    new TopicAdapter(),
                    new PatternAdapter(),
                    new VersionAdapter(),
                    new IdAdapter(),
                    new JsonAdapter(),
                    new ErrorAdapter())
            .stream()
            .collect(Collectors.toUnmodifiableMap(VectorAdapter::format, Function.identity()));

    private Adapters() {}

    static Set<String> formats() {
        return BY_FORMAT.keySet();
    }

    static VectorAdapter of(String format) {
        VectorAdapter adapter = BY_FORMAT.get(format);
        if (adapter == null) {
            throw new AssertionError("no adapter for format '" + format + "'");
        }
        return adapter;
    }
}
