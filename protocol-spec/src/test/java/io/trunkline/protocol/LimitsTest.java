package io.trunkline.protocol;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits of the registry: possible in themselves, and the numbers that the specification's table of limits shows. */
class LimitsTest {

    private final String table = Specification.load().rows("7").toString();

    @Test
    void defaultsLieInTheirRange() {
        assertThat(Documents.entries("limits").filter(limit -> !inRange(limit)).map(LimitsTest::name))
                .isEmpty();
    }

    @Test
    void defaultsStandInTheTable() {
        assertThat(Documents.entries("limits")
                        .filter(limit -> forms(limit).noneMatch(this::isShown))
                        .map(LimitsTest::name))
                .isEmpty();
    }

    @Test
    void ceilingsAreTheGreatestSettings() {
        List<JsonNode> bounded = Documents.entries("limits")
                .filter(limit -> limit.has("ceiling"))
                .toList();
        assertThat(bounded).isNotEmpty();
        assertThat(bounded.stream()
                        .filter(limit -> limit.get("max").asLong()
                                != limit.get("ceiling").asLong())
                        .map(LimitsTest::name))
                .isEmpty();
    }

    private boolean isShown(String form) {
        return Pattern.compile("(?<![0-9,])" + Pattern.quote(form) + "(?![0-9]|,[0-9])")
                .matcher(table)
                .find();
    }

    /** The ways in which the table may write a default: grouped digits, and for times the largest unit that fits. */
    private static Stream<String> forms(JsonNode limit) {
        long value = limit.get("default").asLong();
        String grouped = String.format(Locale.ROOT, "%,d", value);
        if (!limit.get("unit").asString().equals("milliseconds")) {
            return Stream.of(grouped);
        }
        return Stream.of(grouped + " ms", seconds(value), minutes(value)).filter(form -> !form.isEmpty());
    }

    private static String seconds(long milliseconds) {
        return milliseconds % 1_000 == 0 ? milliseconds / 1_000 + " s" : "";
    }

    private static String minutes(long milliseconds) {
        return milliseconds % 60_000 == 0 ? milliseconds / 60_000 + " min" : "";
    }

    private static boolean inRange(JsonNode limit) {
        long value = limit.get("default").asLong();
        JsonNode max = limit.get("max");
        return limit.get("min").asLong() <= value && (max.isNull() || value <= max.asLong());
    }

    private static String name(JsonNode limit) {
        return limit.get("name").asString();
    }
}
