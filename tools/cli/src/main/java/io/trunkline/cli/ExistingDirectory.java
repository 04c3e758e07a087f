package io.trunkline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Refuses the path of what is not a directory. */
final class ExistingDirectory implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        Path path = Path.of(text);
        if (!Files.isDirectory(path)) {
            throw new TypeConversionException("'" + text + "' is not a directory");
        }
        return path;
    }
}
