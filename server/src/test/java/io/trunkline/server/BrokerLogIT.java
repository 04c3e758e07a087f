package io.trunkline.server;

import io.trunkline.Route;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;

class BrokerLogIT {
    private static final Route<String, String> FAILING = Route.of("failing", String.class, String.class);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private BytePeer connect() {
        return connect(LogLevel.INFO);
    }

    private BytePeer connect(LogLevel least) {
        if (!fixture.isStarted()) {
            fixture.start(server -> server.listen(0)
                    .options(ServerOptions.builder()
                            .broker(BrokerOptions.builder().logLevel(least).build())
                            .build())
                    .handle(FAILING, text -> {
                        throw new IllegalStateException("secret");
                    }));
        }
        return fixture.connect();
    }

    private static String ask(BytePeer peer, String topic, String json) {
        String answer = peer.exchange("request:system." + topic + ":1.0.0:" + id(1) + "\n" + json);
        assertThat(answer).startsWith("response:system." + topic + ":1.0.0:" + id(1) + "\n");
        return payloadOf(answer);
    }

    private static BytePeer watch(BytePeer peer, String json) {
        assertThat(ask(peer, "log.subscribe", json)).isEqualTo("{\"status\":\"success\"}");
        return peer;
    }

    private void fail(String topic) {
        assertThat(connect().exchange("request:" + topic + ":1.0.0:" + id(1) + "\n\"x\""))
                .contains("\"error\"");
    }

    @Test
    @Tag("feature-76")
    @Tag("feature-78")
    @Tag("feature-154")
    void errorsAreShownByDefaultAsJsonInAResponseWithoutAnId() {
        BytePeer watcher = watch(connect(), "{}");
        fail("nobody");
        fail("failing");
        assertThat(watcher.receive())
                .startsWith("response:system.log:1.0.0\n{\"level\":\"error\",\"message\":\"INTERNAL_ERROR on failing\"")
                .contains("\"timestamp\":\"", "\"topic\":\"failing\"", "\"serviceId\":\"127.0.0.1:")
                .doesNotContain("secret", "IllegalState");
        watcher.ping();
    }

    @Test
    @Tag("feature-76")
    void levelsAndRegexDecideWhatIsShown() {
        BytePeer all = watch(connect(), "{\"levels\":[\"warn\",\"error\",\"info\"]}");
        BytePeer some = watch(connect(), "{\"levels\":[\"Warn\"],\"regex\":\"on (a|b)+$\"}");
        fail("zzz");
        fail("abba");
        assertThat(all.receive()).contains("\"level\":\"warn\"", "NO_ROUTE_FOUND on zzz");
        assertThat(all.receive()).contains("NO_ROUTE_FOUND on abba");
        assertThat(some.receive()).contains("NO_ROUTE_FOUND on abba");
        assertThat(ask(connect(), "service.register", "{\"name\":\"n\"}")).contains("success");
        assertThat(all.receive()).contains("\"level\":\"info\"", "service registered", "\"name\":\"n\"");
        some.ping();
    }

    @Test
    @Tag("feature-76")
    void laterSubscriptionTakesThePlaceOfTheEarlier() {
        BytePeer watcher = watch(watch(connect(), "{\"levels\":[\"warn\"]}"), "{\"levels\":[\"error\"]}");
        fail("nobody");
        fail("failing");
        assertThat(watcher.receive()).contains("INTERNAL_ERROR on failing");
        watcher.ping();
    }

    @Test
    @Tag("feature-77")
    void nothingIsShownAfterTheEndOfASubscription() {
        BytePeer watcher = watch(connect(), "{\"levels\":[\"warn\"]}");
        assertThat(ask(watcher, "topic.list", "{}")).isEqualTo("{\"topics\":[\"system.log\"]}");
        assertThat(ask(watcher, "log.unsubscribe", "{}")).isEqualTo("{\"status\":\"success\"}");
        assertThat(ask(watcher, "log.unsubscribe", "{}")).isEqualTo("{\"status\":\"failure\"}");
        fail("nobody");
        assertThat(ask(watcher, "topic.list", "{}")).isEqualTo("{\"topics\":[]}");
    }

    @Test
    @Tag("feature-78")
    void subscribingToTheTopicItselfShowsErrors() {
        BytePeer watcher = connect().subscribe("publish", "System.LOG");
        fail("nobody");
        fail("failing");
        assertThat(watcher.receive()).startsWith("response:system.log:1.0.0\n").contains("INTERNAL_ERROR on failing");
        assertThat(ask(watcher, "topic.unsubscribe", "{\"action\":\"publish\",\"topic\":\"system.log\"}"))
                .contains("success");
        fail("failing");
        watcher.ping();
    }

    @Test
    @Tag("feature-153")
    void levelBelowTheServersIsNeverShown() {
        BytePeer watcher = watch(connect(LogLevel.ERROR), "{\"levels\":[\"debug\",\"info\",\"warn\",\"error\"]}");
        fail("nobody");
        fail("failing");
        assertThat(watcher.receive()).contains("\"level\":\"error\"");
        watcher.ping();
    }

    @Test
    @Tag("feature-153")
    void connectionsAreShownWhereTheServerTellsOfThem() {
        BytePeer watcher = watch(connect(LogLevel.DEBUG), "{\"levels\":[\"debug\"]}");
        BytePeer other = connect();
        assertThat(watcher.receive()).contains("client connected", other.id());
        other.close();
        assertThat(watcher.receive()).contains("client disconnected", other.id());
    }

    /** Row 92 of the faults in spirit: expressions that cost more than their length, and more than a line of text is worth. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"levels\":\"error\"}",
                "{\"levels\":[\"fatal\"]}",
                "{\"levels\":[1]}",
                "{\"regex\":1}",
                "{\"regex\":\"(\"}",
                "{\"regex\":\"(a)\\\\1\"}",
                "{\"regex\":\"(?=a)\"}",
                "{\"regex\":\"((a{100}){100}){100}\"}",
                "{\"regex\":\"a{99999999999999999999}\"}"
            })
    @Tag("feature-76")
    void subscriptionThatCannotBeServedIsInvalid(String json) {
        assertThat(ask(connect(), "log.subscribe", json)).contains("\"INVALID_REQUEST\"");
    }

    @Test
    void longExpressionIsInvalidAndABacktrackersNightmareIsNot() {
        BytePeer watcher = watch(connect(), "{\"levels\":[\"warn\"],\"regex\":\"" + "a".repeat(256) + "\"}");
        assertThat(ask(watcher, "log.subscribe", "{\"regex\":\"" + "a".repeat(257) + "\"}"))
                .contains("\"INVALID_REQUEST\"");
        watch(watcher, "{\"levels\":[\"warn\"],\"regex\":\"^(\\\\w+ ?)*$|(x+x+)+y|found|FOUND\"}");
        String topic = "x".repeat(255);
        fail(topic);
        assertThat(watcher.receive()).contains(topic);
    }

    /** Row 98 of the faults: what a client calls itself reaches others escaped. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u202etxt.exe", "a\\u200bb", "\\u001b[31mred", "line\\nbreak\\r"})
    @Tag("feature-82")
    void nameWithControlCharactersIsEscaped(String name) {
        BytePeer watcher = watch(connect(), "{\"levels\":[\"info\"]}");
        BytePeer service = connect();
        assertThat(ask(service, "service.register", "{\"name\":\"" + name + "\",\"description\":\"" + name + "\"}"))
                .isEqualTo("{\"status\":\"success\"}");
        for (String shown : List.of(watcher.receive(), ask(service, "service.list", "{}"))) {
            String json = shown.substring(shown.indexOf('{'));
            assertThat(json.chars().allMatch(c -> c >= 0x20 && c < 0x7f))
                    .as(json)
                    .isTrue();
        }
    }
}
