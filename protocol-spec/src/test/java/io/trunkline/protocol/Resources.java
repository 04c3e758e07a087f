package io.trunkline.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the documents from where users of the jar find them: under {@code META-INF/trunkline}.
 *
 * <p>Immutable.
 */
final class Resources {

    /** Strict about repeated names: the second of two entries of one name would silently win otherwise. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Path ROOT = root();

    private Resources() {}

    static Path path(String name) {
        return ROOT.resolve(name);
    }

    static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String name) {
        return MAPPER.readTree(text(name));
    }

    /** Names, relative to the root, of the vector files in order; at least one. */
    static List<String> vectorFiles() {
        try (Stream<Path> files = Files.list(path("vectors"))) {
            return files.map(file -> "vectors/" + file.getFileName())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no vectors in the module", e);
        }
    }

    private static Path root() {
        URL url = Resources.class.getResource("/META-INF/trunkline/SPEC.md");
        if (url == null) {
            throw new IllegalStateException("META-INF/trunkline/SPEC.md is not on the class path");
        }
        try {
            Path parent = Path.of(url.toURI()).getParent();
            if (parent == null) {
                throw new IllegalStateException("no directory above " + url);
            }
            return parent;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
