package io.trunkline.cli;

import io.trunkline.codec.Framing;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says in which frames broker messages travel. */
final class FramingOption {
    @Option(
            names = "--framing",
            paramLabel = "FRAMING",
            defaultValue = "envelope",
            converter = Converter.class,
            completionCandidates = Candidates.class,
            description = "Frames of the broker's messages: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Framing framing;

    Framing framing() {
        return framing;
    }

    private static String text(Framing framing) {
        return framing.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> names() {
        return Arrays.stream(Framing.values()).map(FramingOption::text).toList();
    }

    static final class Converter implements ITypeConverter<Framing> {
        @Override
        public Framing convert(String value) {
            return Arrays.stream(Framing.values())
                    .filter(framing -> text(framing).equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is not one of " + names()));
        }
    }

    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }
}
