package io.trunkline.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pieces of code in our guides compile, each as the body of a method. */
final class DocumentationTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS = """
            import io.trunkline.*;
            import io.trunkline.client.*;
            import io.trunkline.codec.*;
            import io.trunkline.micrometer.*;
            import io.trunkline.server.*;
            import io.trunkline.server.apps.*;
            import io.trunkline.testing.*;
            import io.trunkline.transport.*;
            import java.io.OutputStream;
            import java.nio.charset.StandardCharsets;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.Map;
            """;

    /** Those with code in them. */
    static List<String> guides() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(DocumentationTest::hasCode)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasCode(Path file) {
        try {
            return BLOCK.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void everyPieceCompiles(String guide, @TempDir Path classes) throws Exception {
        List<String> pieces = BLOCK.matcher(Files.readString(DOCS.resolve(guide)))
                .results()
                .map(found -> found.group(1))
                .toList();
        StringBuilder source = new StringBuilder(IMPORTS).append("class Guide {\n");
        for (int i = 0; i < pieces.size(); i++) {
            source.append("void piece").append(i).append("() throws Exception {\n");
            source.append(pieces.get(i)).append("}\n");
        }

        assertThat(pieces).isNotEmpty();
        assertThat(errors(source.append("}\n").toString(), classes)).isEmpty();
    }

    private static String errors(String source, Path classes) {
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Guide.java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(output, null, null, options, null, List.of(file))
                .call();
        return compiled
                ? ""
                : output.toString().lines().limit(20).collect(Collectors.joining("\n", "does not compile:\n", ""));
    }
}
