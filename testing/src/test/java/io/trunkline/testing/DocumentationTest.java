package io.trunkline.testing;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pieces of code in our guides compile, each as the body of a method. */
final class DocumentationTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS = """
            import io.trunkline.*;
            import io.trunkline.client.*;
            import io.trunkline.server.*;
            import io.trunkline.testing.*;
            import io.trunkline.transport.*;
            import java.nio.file.Path;
            import java.time.Duration;
            """;

    @ParameterizedTest
    @ValueSource(strings = {"tls.md", "testing.md"})
    void everyPieceCompiles(String guide, @TempDir Path classes) throws Exception {
        List<String> pieces = BLOCK.matcher(Files.readString(Path.of("../docs", guide)))
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
