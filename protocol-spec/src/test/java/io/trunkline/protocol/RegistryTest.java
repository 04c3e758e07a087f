package io.trunkline.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry says what the tables of the specification say. */
class RegistryTest {

    private final Specification specification = Specification.load();

    @Test
    void wireCodesAreExactlyTheThirteen() {
        assertThat(Documents.names("codes"))
                .containsExactly(
                        "INVALID_REQUEST",
                        "MALFORMED_MESSAGE",
                        "INVALID_REQUEST_ID",
                        "VERSION_NOT_SUPPORTED",
                        "UNAUTHORIZED",
                        "FORBIDDEN",
                        "TOPIC_NOT_SUPPORTED",
                        "NO_ROUTE_FOUND",
                        "SERVICE_UNAVAILABLE",
                        "TIMEOUT",
                        "INTERNAL_ERROR",
                        "RATE_LIMITED",
                        "PAYLOAD_TOO_LARGE");
    }

    @Test
    void retryHintsAreThoseOfTheTable() {
        Map<String, String> hints = Documents.entries("codes")
                .collect(Collectors.toMap(
                        code -> code.get("name").asString(),
                        code -> code.get("retryable").asBoolean() ? "yes" : "no"));
        Map<String, String> table = new TreeMap<>();
        for (List<String> row : specification.rows("5.11")) {
            if (hints.containsKey(row.get(0))) {
                table.put(row.get(0), row.get(1));
            }
        }
        assertThat(table).isEqualTo(new TreeMap<>(hints));
    }

    @Test
    void wireReasonsMapToTheCodesOfTheTable() {
        Map<String, String> registry = new TreeMap<>();
        Documents.entries("reasons")
                .filter(reason -> Documents.strings(reason.get("kinds")).contains("wire"))
                .forEach(reason -> registry.put(
                        reason.get("name").asString(), reason.get("code").asString()));
        Map<String, String> table = new TreeMap<>();
        List<String> codes = Documents.names("codes");
        for (List<String> row : specification.rows("5.11")) {
            if (codes.contains(row.get(1))) {
                Stream.of(row.get(0).split(", ")).forEach(reason -> table.put(reason, row.get(1)));
            }
        }
        assertThat(registry).isEqualTo(table);
    }

    @Test
    void reasonsOfBytesStandInTheTableOfTheErrorModel() {
        String table = specification.rows("8.4").toString();
        assertThat(Documents.entries("reasons"))
                .filteredOn(reason ->
                        Documents.strings(reason.get("kinds")).stream().anyMatch(kind -> !kind.equals("wire")))
                .allSatisfy(
                        reason -> assertThat(table).contains(reason.get("name").asString()));
    }

    @Test
    void localKindsAreThoseOfTheTable() {
        List<String> table = new ArrayList<>();
        for (List<String> row : specification.rows("8.1")) {
            if (row.get(0).matches("[A-Z_]+")) {
                table.add(row.get(0) + " " + deliveries(row.get(2)));
            }
        }
        assertThat(Documents.entries("localKinds"))
                .map(kind -> kind.get("name").asString() + " "
                        + deliveries(kind.get("delivery").toString()))
                .isEqualTo(table);
    }

    @Test
    void flagsAreOneBitEach() {
        assertThat(Documents.entries("flags"))
                .allSatisfy(flag -> assertThat(flag.get("value").asLong())
                        .as(flag.get("name").asString())
                        .isEqualTo(1L << flag.get("bit").asInt()));
    }

    @Test
    void systemTopicsOfTheTableAreInTheRegistry() {
        List<String> topics = Documents.entries("systemTopics")
                .map(topic -> topic.get("topic").asString())
                .toList();
        List<String> table = specification.rows("5.16").stream()
                .map(row -> row.get(0))
                .filter(cell -> cell.startsWith("system."))
                .toList();
        assertThat(topics).doesNotHaveDuplicates().containsAll(table);
        assertThat(topics)
                .filteredOn(topic -> !table.contains(topic))
                .containsExactlyInAnyOrder("system.log", "system.message");
    }

    @Test
    void fiveSystemTopicsMayBeSubscribed() {
        assertThat(Documents.entries("systemTopics")
                        .filter(topic -> topic.get("subscribable").asBoolean()))
                .map(topic -> topic.get("topic").asString())
                .containsExactlyInAnyOrder(
                        "system.log",
                        "system.message",
                        "system.service.register",
                        "system.topic.subscribe",
                        "system.topic.unsubscribe");
    }

    @Test
    void reasonsThatAreNamedElsewhereExist() {
        List<String> reasons = Documents.names("reasons");
        assertThat(Documents.entries("limits").map(limit -> limit.get("reason")).filter(reason -> !reason.isNull()))
                .map(JsonNode::asString)
                .isSubsetOf(reasons);
        assertThat(Documents.vectorCases().stream().filter(entry -> entry.has("reason")))
                .map(entry -> entry.get("reason").asString())
                .isSubsetOf(reasons);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "formats",
                "flags",
                "compression",
                "actions",
                "codes",
                "reasons",
                "localKinds",
                "typedFrameTypes",
                "mediaTypes",
                "limits",
                "defaults"
            })
    void namesAreUnique(String member) {
        assertThat(Documents.names(member)).isNotEmpty().doesNotHaveDuplicates();
    }

    private static List<String> deliveries(String text) {
        return Stream.of("NOT_SENT", "MAYBE_SENT", "ANSWERED")
                .filter(text::contains)
                .toList();
    }
}
