package io.trunkline.protocol;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The schema of messages has every message of the registry, takes what the specification shows, and refuses the rest. */
class MessagesSchemaTest {

    private static final String SCHEMA = "messages.schema.json";

    static Stream<JsonNode> messages() {
        return Documents.entries("messages");
    }

    static Stream<JsonNode> systemTopics() {
        return Documents.entries("systemTopics");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageHasADefinitionWithItsFields(JsonNode message) {
        String name = message.get("group").asString().replace('-', '_') + "_"
                + message.get("name").asString();
        JsonNode definition =
                definitionOf(name, name + "_" + message.get("from").asString());
        assertFields(definition, message.get("fields"));
    }

    @ParameterizedTest
    @MethodSource("systemTopics")
    void everySystemTopicHasADefinitionWithItsFields(JsonNode topic) {
        JsonNode definition = definitionOf(topic.get("topic").asString().replace('.', '_'));
        assertFields(definition, topic.get("fields"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json_error | {\"type\":\"error\",\"message\":\"m\",\"code\":\"TIMEOUT\",\"reason\":\"BUSY\"}",
                "chat_login | {\"type\":\"login\",\"nickname\":\"Ada\"}",
                "chat_chat_message_client | {\"type\":\"chat_message\",\"message\":\"hi\"}",
                "rooms_private_server | {\"type\":\"private\",\"from\":\"a:1\",\"data\":{\"x\":1},\"timestamp\":1}",
                "file_file_start | {\"type\":\"file_start\",\"transferId\":\"t\",\"filename\":\"n\",\"fileSize\":0,\"chunkSize\":1,\"extra\":1}",
                "shutdown_server_shutdown | {\"type\":\"server_shutdown\",\"message\":\"Server is shutting down\",\"gracePeriod\":30000}",
                "stream_stream_window | {\"type\":\"stream_window\",\"streamId\":0,\"credit\":0}",
                "kn_pubsub_delivery | {\"topic\":\"news\",\"message\":\"hello\"}",
                "kn_rpc_call | {\"method\":\"add\",\"params\":[1,2],\"kwargs\":{}}",
                "broker_error | {\"error\":{\"code\":\"TIMEOUT\",\"message\":\"m\",\"timestamp\":\"t\",\"details\":{\"executed\":\"no\"}}}",
                "system_hello | {\"protocol\":1,\"agent\":\"a/1\",\"flags\":[],\"compression\":[],\"maxFrame\":1048576,\"maxMessage\":1048576}",
                "system_message | {\"timestamp\":\"t\",\"from\":\"a\",\"message\":{\"header\":\"h\",\"payload\":\"p\"}}",
            })
    void takesLegalMessages(String definition, String json) {
        assertThat(faults(definition, json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json_error | {\"type\":\"error\",\"message\":\"m\"}",
                "chat_login | {\"type\":\"login\",\"nickname\":5}",
                "file_file_start | {\"type\":\"file_start\",\"transferId\":\"t\",\"filename\":\"n\",\"fileSize\":-1,\"chunkSize\":1}",
                "file_file_end | {\"type\":\"file_end\",\"transferId\":\"t\",\"sha256\":\"ABC\"}",
                "stream_stream_create | {\"type\":\"stream_create\",\"streamId\":0,\"streamType\":\"s\"}",
                "broker_error | {\"error\":{\"code\":\"TIMEOUT\",\"message\":\"m\",\"timestamp\":\"t\"},\"more\":1}",
                "system_hello | {\"protocol\":1,\"agent\":\"a/1\",\"flags\":\"more\",\"compression\":[],\"maxFrame\":1,\"maxMessage\":1}",
                "system_message | {\"timestamp\":\"t\",\"from\":\"a\",\"to\":\"b\",\"message\":{\"header\":\"h\",\"payload\":\"p\"}}",
                "system_topic_subscribe | {\"action\":\"all\",\"topic\":\"a\"}",
            })
    void refusesIllegalMessages(String definition, String json) {
        assertThat(faults(definition, json)).isNotEmpty();
    }

    @Test
    void everyAnswerOfASystemTopicHasAStatusOrAList() {
        assertThat(systemTopics().filter(topic -> !topic.get("answer").isNull()))
                .allSatisfy(topic -> assertThat(topic.get("answer")
                                .valueStream()
                                .map(field -> field.get("name").asString()))
                        .as(topic.get("topic").asString())
                        .containsAnyOf("status", "metrics", "services", "topics", "subscriptions"));
    }

    private static JsonNode definitionOf(String... candidates) {
        JsonNode definitions = Resources.json("schemas/" + SCHEMA).get("$defs");
        return Stream.of(candidates)
                .filter(definitions::has)
                .findFirst()
                .map(definitions::get)
                .orElseThrow(() -> new AssertionError("no definition " + List.of(candidates)));
    }

    private static void assertFields(JsonNode definition, JsonNode fields) {
        List<String> required = Documents.strings(definition.get("required"));
        assertThat(fields).allSatisfy(field -> {
            String name = field.get("name").asString();
            assertThat(definition.get("properties").has(name)).as(name).isTrue();
            assertThat(required.contains(name))
                    .as("%s is required", name)
                    .isEqualTo(field.get("required").asBoolean());
        });
    }

    private static List<String> faults(String definition, String json) {
        return Schemas.faults(SCHEMA, definition, Resources.MAPPER.readTree(json));
    }
}
