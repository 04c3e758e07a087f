package io.trunkline.server;

import io.trunkline.codec.Framing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;

class SystemTopicsIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private BytePeer connect() {
        if (!fixture.isStarted()) {
            fixture.start(server -> server.listen(0)
                    .options(ServerOptions.builder()
                            .limits(ServerLimits.builder()
                                    .subscriptionsPerConnection(3)
                                    .build())
                            .build()));
        }
        return fixture.connect();
    }

    private static String ask(BytePeer peer, String topic, String json) {
        String answer = peer.exchange("request:system." + topic + ":1.0.0:" + id(1) + "\n" + json);
        assertThat(answer).startsWith("response:system." + topic + ":1.0.0:" + id(1) + "\n");
        return payloadOf(answer);
    }

    @Tag("feature-94")
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "auth", "log", "message"})
    void unknownTopicIsNotSupported(String topic) {
        assertThat(ask(connect(), topic, "{}")).contains("\"TOPIC_NOT_SUPPORTED\"");
    }

    @Tag("feature-88")
    @ParameterizedTest
    @ValueSource(strings = {"shutdown", "initialize"})
    void topicThatOnlyTheServerPublishesCannotBeRequested(String topic) {
        assertThat(ask(connect(), topic, "{}")).contains("\"INVALID_REQUEST\"");
    }

    @Tag("feature-88")
    @Test
    void systemTopicIsRequestedAndNotPublished() {
        assertThat(connect().exchange("publish:system.topic.list:1.0.0\n{}"))
                .as("a publish without an id")
                .startsWith("response:system.topic.list:1.0.0\n")
                .contains("\"INVALID_REQUEST\"");
        assertThat(connect().exchange("publish:System.Topic.List:1.0.0:" + id(1) + "\n{}"))
                .contains("\"INVALID_REQUEST\"");
    }

    @Tag("feature-91")
    @Test
    void systemTopicsHaveVersionOne() {
        assertThat(connect().exchange("request:system.topic.list:2.0.0:" + id(1) + "\n{}"))
                .contains("\"VERSION_NOT_SUPPORTED\"", "\"supported\":[\"1.0.0\"]");
    }

    @Tag("feature-85")
    @Tag("feature-88")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"action\":\"publish\"}",
                "{\"action\":\"listen\",\"topic\":\"a\"}",
                "{\"action\":1,\"topic\":\"a\"}",
                "{\"action\":\"publish\",\"topic\":\"a.#.b\"}",
                "{\"action\":\"publish\",\"topic\":\"a\",\"priority\":\"1\"}",
                "{\"action\":\"publish\",\"topic\":\"a\",\"priority\":null}",
                "{\"action\":\"publish\",\"topic\":\"SYSTEM.heartbeat\"}",
                "{\"action\":\"publish\",\"topic\":\"system.#\"}"
            })
    void subscriptionThatMakesNoSenseIsInvalid(String json) {
        BytePeer peer = connect();
        assertThat(ask(peer, "topic.subscribe", json)).contains("\"INVALID_REQUEST\"");
        assertThat(ask(peer, "topic.subscriptions", "{}")).isEqualTo("{\"subscriptions\":[]}");
    }

    @Tag("feature-89")
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "{", "{}{}", "{\"a\":1,\"a\":2}"})
    void payloadThatIsNoObjectIsRefused(String json) {
        assertThat(ask(connect(), "topic.list", json))
                .contains("\"MALFORMED_MESSAGE\"", "\"MALFORMED_JSON\"", "\"executed\":\"no\"");
    }

    @Tag("feature-93")
    @Test
    void auditNeedsAPermission() {
        assertThat(ask(connect(), "topic.subscribe", "{\"action\":\"publish\",\"topic\":\"System.Message\"}"))
                .contains("\"FORBIDDEN\"");
    }

    @Tag("feature-83")
    @Tag("feature-84")
    @Tag("feature-85")
    @Tag("feature-87")
    @Tag("feature-96")
    @Test
    void subscriptionsAreBoundedAndRepeatableAndListed() {
        BytePeer peer = connect();
        peer.subscribe("both", "A.b", "2").subscribe("publish", "c").subscribe("publish", "C");
        assertThat(ask(peer, "topic.subscribe", "{\"action\":\"publish\",\"topic\":\"d\"}"))
                .contains("\"SERVICE_UNAVAILABLE\"", "\"LIMIT_EXCEEDED\"");
        assertThat(ask(peer, "topic.list", "{}")).isEqualTo("{\"topics\":[\"a.b\",\"c\"]}");
        String listed = ask(peer, "service.subscriptions", "{}");
        assertThat(listed)
                .contains("{\"action\":\"request\",\"topic\":\"a.b\",\"subscribers\":[{")
                .contains("\"id\":\"" + peer.id() + "\"", "\"priority\":2.0");
        assertThat(ask(connect(), "service.subscriptions", "{\"serviceId\":\"" + peer.id() + "\"}"))
                .isEqualTo(listed);
        assertThat(ask(connect(), "service.subscriptions", "{}")).isEqualTo("{\"subscriptions\":[]}");
        assertThat(ask(connect(), "topic.subscriptions", "{}")).isEqualTo(listed);
    }

    @Tag("feature-86")
    @Test
    void unsubscribingWhatIsNotThereIsAFailureAndNoError() {
        connect().subscribe("publish", "a");
        assertThat(ask(connect(), "topic.unsubscribe", "{\"action\":\"publish\",\"topic\":\"a\"}"))
                .isEqualTo("{\"status\":\"failure\"}");
    }

    @Tag("feature-81")
    @Tag("feature-82")
    @Test
    void registeredServiceIsListedByItsNameUntilItGoes() {
        BytePeer service = connect();
        assertThat(ask(service, "service.register", "{\"name\":\"" + "n".repeat(37) + "\"}"))
                .contains("INVALID_REQUEST");
        assertThat(ask(service, "service.register", "{\"description\":\"" + "d".repeat(1_025) + "\"}"))
                .contains("INVALID_REQUEST");
        assertThat(ask(service, "service.register", "{\"name\":\"" + "n".repeat(36) + "\",\"description\":\"d\"}"))
                .isEqualTo("{\"status\":\"success\"}");
        assertThat(ask(connect(), "service.list", "{}"))
                .contains("\"id\":\"" + service.id() + "\"", "\"name\":\"" + "n".repeat(36) + "\"")
                .containsPattern("\"connectedAt\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"");
    }

    @Tag("feature-82")
    @Tag("feature-85")
    @Tag("feature-192")
    @Test
    void subscriptionsAndRegistrationsAreTold() {
        BytePeer watcher = connect().subscribe("publish", "System.Topic.subscribe");
        assertThat(watcher.receive())
                .startsWith("publish:system.topic.subscribe:1.0.0:")
                .contains(watcher.id());
        BytePeer everything = connect().subscribe("publish", "#");
        assertThat(watcher.receive()).contains("\"topic\":\"#\"", everything.id());
        BytePeer other = connect().subscribe("publish", "a");
        assertThat(watcher.receive())
                .startsWith("publish:system.topic.subscribe:1.0.0:")
                .contains("\"topic\":\"a\"", "\"serviceId\":\"" + other.id() + "\"");
        everything.ping();
    }

    @Test
    void secondHelloIsInvalidAndTheFirstStays() {
        BytePeer peer = connect();
        String hello = "{\"protocol\":1,\"agent\":\"t\",\"flags\":[\"binary\",\"unheard\"],\"more\":1,"
                + "\"maxFrame\":4294967295,\"maxMessage\":1048576}";
        assertThat(ask(peer, "hello", hello))
                .contains("\"flags\":[\"binary\",\"more\",\"compressed\"]", "\"compression\":[\"deflate\"]")
                .contains("\"maxFrame\":1048576", "\"maxMessage\":1048576");
        assertThat(ask(peer, "hello", hello)).contains("\"INVALID_REQUEST\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"maxFrame\":366}",
                "{\"maxMessage\":366}",
                "{\"maxFrame\":\"1000\"}",
                "{\"flags\":\"more\"}",
                "{\"flags\":[1]}",
                "{\"maxFrame\":1000.5}"
            })
    void helloWithWrongMembersIsInvalid(String json) {
        assertThat(ask(connect(), "hello", json)).contains("\"INVALID_REQUEST\"");
    }

    @Test
    void helloInLengthPrefixedFramesHasNoFlags() {
        fixture.start(server -> server.listen(
                ListenOptions.builder().port(0).framing(Framing.LENGTH_PREFIXED).build()));
        assertThat(ask(fixture.connect(Framing.LENGTH_PREFIXED), "hello", "{\"flags\":[\"more\"]}"))
                .contains("\"flags\":[]");
    }
}
