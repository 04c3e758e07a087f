package io.trunkline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Refuses the path of what is not a file that can be read, before anything is started. */
final class ExistingFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        Path path = Path.of(text);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new TypeConversionException("'" + text + "' is not a file that can be read");
        }
        return path;
    }
}
