package io.trunkline.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The frame formats by the names that SPEC.md section 3 gives them. */
enum FormatName {
    RAW("raw"),
    LENGTH_PREFIXED("length-prefixed"),
    ENVELOPE("envelope"),
    LINE_LENGTH("line-length"),
    TYPED("typed"),
    MULTIPLEXED("multiplexed"),
    JSON_LINES("json-lines"),
    NAMED_FILE("named-file");

    private final String text;

    FormatName(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(FormatName::toString).toList();
    }

    /** Reads a format's name as the specification writes it. */
    static final class Converter implements ITypeConverter<FormatName> {
        @Override
        public FormatName convert(String value) {
            return Arrays.stream(values())
                    .filter(format -> format.text.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is not one of " + names()));
        }
    }

    /** Offers the names to help texts and to the shell's completion. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }
}
