package io.trunkline.testing.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the tests that say which feature they show, by {@code @Tag("feature-n")} on a class or a method. */
final class TaggedTests {
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"feature-(\\d+)\"\\)");
    private static final Pattern TYPE = Pattern.compile("^(?:[a-z]+ )*(?:class|interface|record|enum) (\\w+)");
    private static final Pattern METHOD = Pattern.compile("^    (?:[\\w.<>\\[\\]]+ )+(\\w+)\\(");

    private final SortedMap<Integer, SortedSet<String>> tests = new TreeMap<>();

    private TaggedTests() {}

    /** Reads the sources of every module's tests; gives the names of the tests of each feature. */
    static SortedMap<Integer, SortedSet<String>> in(Path project) throws IOException {
        TaggedTests found = new TaggedTests();
        for (Path sources : testSources(project)) {
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::read);
            }
        }
        return found.tests;
    }

    private static List<Path> testSources(Path project) throws IOException {
        try (Stream<Path> folders = Files.walk(project, 5)) {
            return folders.filter(folder -> folder.endsWith("src/test/java")).toList();
        }
    }

    private void read(Path file) {
        try {
            read(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tag belongs to the next type or method below it. */
    void read(List<String> lines) {
        List<Integer> tags = new ArrayList<>();
        String type = "";
        for (String line : lines) {
            TAG.matcher(line).results().forEach(tag -> tags.add(Integer.parseInt(tag.group(1))));
            Matcher declared = TYPE.matcher(line);
            Matcher method = METHOD.matcher(line);
            if (declared.find()) {
                type = declared.group(1);
                add(tags, type);
            } else if (method.find()) {
                add(tags, type + "." + method.group(1));
            }
        }
    }

    private void add(List<Integer> tags, String test) {
        tags.forEach(tag -> tests.computeIfAbsent(tag, key -> new TreeSet<>()).add(test));
        tags.clear();
    }

    SortedMap<Integer, SortedSet<String>> found() {
        return tests;
    }

    static TaggedTests none() {
        return new TaggedTests();
    }
}
