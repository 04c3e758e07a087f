package io.trunkline.codec.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds and reads the specification's vector files on the class path, in a folder or in a jar. */
final class VectorFiles {
    private static final String FOLDER = "META-INF/trunkline/vectors";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private VectorFiles() {}

    static List<VectorFile> all() {
        URL folder = VectorFiles.class.getClassLoader().getResource(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("no " + FOLDER + " on the class path");
        }
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return readFolder(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return readFolder(jar.getPath(FOLDER));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<VectorFile> readFolder(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .map(VectorFiles::read)
                    .toList();
        }
    }

    private static VectorFile read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            JsonNode root = JSON.readTree(in);
            String name = path.getFileName().toString();
            List<VectorCase> cases = new ArrayList<>();
            root.get("cases").forEach(json -> cases.add(new VectorCase(name, json)));
            return new VectorFile(name, root.get("format").stringValue(), List.copyOf(cases));
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }
}
