package io.trunkline.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code SPEC.md} into headings, requirements, prose blocks and tables.
 *
 * <p>A block is a heading, a table row, a list item with its continuation lines, or a paragraph. Code blocks and quotations are left
 * out: the first are examples, the second is the boilerplate that names the key words.
 *
 * <p>Immutable.
 */
final class Specification {

    private static final Pattern REQUIREMENT = Pattern.compile("- \\[([A-Z]+-[0-9]+)] (\\(behaviour\\) )?(.*)");
    private static final Pattern SECTION = Pattern.compile("#+ ([0-9]+(?:\\.[0-9]+)*) .*");
    private static final Pattern HEADING = Pattern.compile("#+ (.*)");

    private final List<Block> blocks;

    /** A piece of prose and the number of its first line, counted from 1. */
    record Block(String text, int line) {

        boolean isRequirement() {
            return text.startsWith("- [") && REQUIREMENT.matcher(text).matches();
        }

        String place() {
            return "line " + line + ": " + text;
        }
    }

    private Specification(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    static Specification load() {
        return new Specification(BlockReader.read(Resources.text("SPEC.md")));
    }

    List<Block> blocks() {
        return blocks;
    }

    List<Requirement> requirements() {
        List<Requirement> found = new ArrayList<>();
        for (Block block : blocks) {
            Matcher matcher = REQUIREMENT.matcher(block.text());
            if (matcher.matches()) {
                found.add(new Requirement(matcher.group(1), matcher.group(2) != null, matcher.group(3), block.line()));
            }
        }
        return found;
    }

    List<String> requirementIds() {
        return requirements().stream().map(Requirement::id).toList();
    }

    List<String> sections() {
        return blocks.stream()
                .map(block -> SECTION.matcher(block.text()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    /** Anchors of all headings, made as code hosts make them: lower case, spaces to hyphens, punctuation dropped. */
    List<String> anchors() {
        return blocks.stream()
                .map(block -> HEADING.matcher(block.text()))
                .filter(Matcher::matches)
                .map(matcher -> Texts.lower(matcher.group(1))
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** Rows of every table below the heading of a section, up to the next heading; cells without back-ticks. */
    List<List<String>> rows(String section) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (Block block : blocks) {
            if (block.text().startsWith("#")) {
                inside = block.text().matches("#+ " + Pattern.quote(section) + " .*");
            } else if (inside && block.text().startsWith("|")) {
                rows.add(cells(block.text()));
            }
        }
        return rows;
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|", -1))
                .map(cell -> cell.replace("`", "").strip())
                .collect(Collectors.toList());
    }
}
