package io.trunkline.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's programs compile, run, and print what the README says they print. */
class ReadmeIT {
    private static final Pattern PROGRAM =
            Pattern.compile("```java\\n(.*?)```\\n\\n```text\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");

    record Program(String name, String source, String output) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Program> programs() throws IOException {
        return PROGRAM.matcher(Files.readString(Path.of("../README.md")))
                .results()
                .map(found -> {
                    Matcher name = CLASS_NAME.matcher(found.group(1));
                    assertThat(name.find()).isTrue();
                    return new Program(name.group(1), found.group(1), found.group(2));
                });
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programPrintsWhatTheReadmeSays(Program program, @TempDir Path classes) throws Exception {
        compile(program, classes);

        assertThat(run(program, classes)).isEqualTo(program.output());
    }

    @Test
    void everyJavaBlockIsAProgramThatIsRun() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));

        assertThat(programs().count())
                .isEqualTo(readme.lines().filter("```java"::equals).count())
                .isPositive();
    }

    @Test
    void readmeFitsOnThreeScreens() throws IOException {
        assertThat(Files.readAllLines(Path.of("../README.md"))).hasSizeLessThanOrEqualTo(150);
    }

    private static void compile(Program program, Path classes) {
        SimpleJavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///" + program.name() + ".java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return program.source();
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        assertThat(compiler.getTask(null, null, null, options, null, List.of(source))
                        .call())
                .isTrue();
    }

    private static String run(Program program, Path classes) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()});
                PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            loader.loadClass(program.name()).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
