package io.trunkline.testing.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** The lines of {@code docs/features.md}: the last column of each row names the tests, and is written from their tags. */
final class FeatureTable {
    private static final String OPEN = "open";
    private static final String OUT_OF_SCOPE = "out of scope";

    /** Web sockets, UDP, HTTP and the like, which are not framed messaging over TCP. */
    private static final Set<Integer> NOT_OURS = Set.of(148, 149, 238);

    private static final int COLUMNS = 4;

    private final List<String> lines;

    FeatureTable(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** One feature. */
    record Row(int number, String area, String feature, String shownBy) {
        boolean isOpen() {
            return shownBy.equals(OPEN);
        }

        private String text() {
            return "| " + number + " | " + area + " | " + feature + " | " + shownBy + " |";
        }
    }

    List<Row> rows() {
        return lines.stream().filter(FeatureTable::isRow).map(FeatureTable::row).toList();
    }

    private static boolean isRow(String line) {
        return line.matches("\\| \\d.*");
    }

    private static Row row(String line) {
        List<String> cells =
                Arrays.stream(line.substring(1).split("\\|")).map(String::trim).toList();
        if (cells.size() != COLUMNS) {
            throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
        }
        return new Row(Integer.parseInt(cells.get(0)), cells.get(1), cells.get(2), cells.get(3));
    }

    /** The same table with the tests that there are. */
    FeatureTable shownBy(Map<Integer, SortedSet<String>> tests) {
        List<String> written = new ArrayList<>();
        for (String line : lines) {
            written.add(isRow(line) ? shownBy(row(line), tests).text() : line);
        }
        return new FeatureTable(written);
    }

    private static Row shownBy(Row row, Map<Integer, SortedSet<String>> tests) {
        SortedSet<String> names = tests.get(row.number());
        String without = NOT_OURS.contains(row.number()) ? OUT_OF_SCOPE : OPEN;
        String shown = names == null
                ? without
                : names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return new Row(row.number(), row.area(), row.feature(), shown);
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
