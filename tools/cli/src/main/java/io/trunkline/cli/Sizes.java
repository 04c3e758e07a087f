package io.trunkline.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes as people write it: {@code 65536}, {@code 64K}, {@code 1M}, {@code 2G}. */
final class Sizes implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMG]?)");
    private static final int KIBI = 10;

    @Override
    public Long convert(String value) {
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            throw new TypeConversionException("'" + value + "' is no size; write 65536, 64K, 1M or 2G");
        }
        int power = "KMG".indexOf(size.group(2)) + (size.group(2).isEmpty() ? 0 : 1);
        return Long.parseLong(size.group(1)) << (power * KIBI);
    }
}
