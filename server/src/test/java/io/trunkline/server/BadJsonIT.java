package io.trunkline.server;

import io.trunkline.Route;
import io.trunkline.TypeRef;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

/** Rows 56 to 69 of the faults at a broker: JSON that must not be read costs its message, never its connection. */
@Tag("feature-89")
class BadJsonIT {
    /** What a handler is given. */
    public record Order(String name, long count) {}

    private static final Route<Order, Order> ORDER = Route.of("order", Order.class, Order.class);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final AtomicInteger called = new AtomicInteger();

    private BytePeer connect() {
        fixture.start(server -> server.listen(0).handle(ORDER, order -> {
            called.incrementAndGet();
            return order;
        }));
        return fixture.connect();
    }

    private static byte[] request(BytePeer peer, String topic, byte[] json) {
        byte[] head = ("request:" + topic + ":1.0.0:" + id(1) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[head.length + json.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(json, 0, message, head.length, json.length);
        return peer.frame(0, message);
    }

    static Stream<Named<byte[]>> unreadable() {
        return Stream.of(
                named("56, 50,000 open arrays", "{\"x\":" + "[".repeat(50_000)),
                named("56, closed", "{\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}"),
                named("56, objects", "{\"a\":".repeat(50_000)),
                named("57, 200,000 digits", "{\"count\":" + "9".repeat(200_000) + "}"),
                named("57, a huge exponent", "{\"count\":1e999999999}"),
                named("57, a tiny negative nought", "{\"count\":-0e-999999999}"),
                named("58, NaN", "{\"count\":NaN}"),
                named("58, a comment", "{/**/\"count\":1}"),
                named("58, single quotes", "{'count':1}"),
                named("58, a trailing comma", "{\"count\":1,}"),
                named("59, two objects", "{}{}"),
                named("59, nothing", ""),
                named("59, one blank", " "),
                named("60, a name twice", "{\"name\":\"echo\",\"name\":\"admin\"}"),
                named("61, a name of 60,000 characters", "{\"" + "n".repeat(60_000) + "\":1}"),
                Named.of("63, overlong UTF-8", new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'}),
                Named.of("63, UTF-16", "{\"count\":1}".getBytes(StandardCharsets.UTF_16)),
                named("65, a control character", "{\"name\":\"a\nb\"}"));
    }

    private static Named<byte[]> named(String row, String json) {
        return Named.of(row, json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "row {0}")
    @MethodSource("unreadable")
    void whatIsNoJsonIsMalformedAndNoHandlerIsCalled(byte[] json) {
        BytePeer peer = connect();
        for (String topic : new String[] {"order", "system.service.register"}) {
            assertThat(peer.sendBytes(request(peer, topic, json)).receive())
                    .startsWith("response:" + topic + ":1.0.0:" + id(1) + "\n")
                    .contains("\"MALFORMED_MESSAGE\"", "MALFORMED_JSON", "\"executed\":\"no\"");
        }
        peer.ping();
        assertThat(called).hasValue(0);
    }

    static Stream<Named<byte[]>> ofAnotherType() {
        return Stream.of(
                named("59, null", "null"),
                named("69, an array for an object", "[]"),
                named("56 and 69, 50,000 arrays for an object", "[".repeat(50_000)),
                named("69, a text for a number", "{\"name\":\"n\",\"count\":\"many\"}"),
                named("69, an object for a text", "{\"name\":{},\"count\":1}"),
                named("69, 2^63", "{\"name\":\"n\",\"count\":9223372036854775808}"),
                named("69, a sum", "{\"name\":\"n\",\"count\":0.1+0.2}"));
    }

    @ParameterizedTest(name = "row {0}")
    @MethodSource("ofAnotherType")
    void valueOfAnotherTypeIsRefusedWithoutAStackTrace(byte[] json) {
        BytePeer peer = connect();
        assertThat(peer.sendBytes(request(peer, "order", json)).receive())
                .matches(answer -> answer.contains("\"INVALID_REQUEST\"") || answer.contains("\"MALFORMED_MESSAGE\""))
                .doesNotContain("Exception", "io.trunkline", "jackson");
        peer.ping();
        assertThat(called).hasValue(0);
    }

    /** Rows 64, 66 to 69: odd, and nothing but data. */
    @Test
    void oddButLegalJsonIsPlainData() {
        BytePeer peer = connect();
        for (String name : new String[] {"\\u0000", "\\ud83d\\ude00", "__proto__", "constructor"}) {
            assertThat(peer.exchange("request:order:1.0.0:" + id(1) + "\n{\"name\":\"" + name
                            + "\",\"count\":9007199254740993}"))
                    .contains("\"count\":9007199254740993");
        }
        String bait = "{\"@class\":\"java.lang.Runtime\",\"@type\":\"x\",\"name\":\"n\",\"count\":1}";
        assertThat(peer.exchange("request:order:1.0.0:" + id(2) + "\n" + bait)).doesNotContain("Runtime");
        peer.ping();
    }

    /** Row 62: names that collide in a hash table are read in linear time; row 68: a mebibyte of escapes. */
    @Test
    void costlyNamesAndEscapesAreAnswered() {
        fixture.start(server -> server.listen(0)
                .handle(Route.of("size", new TypeRef<Map<String, Integer>>() {}, TypeRef.of(Integer.class)), Map::size)
                .handle(Route.of("length", String.class, Integer.class), String::length));
        BytePeer peer = fixture.connect();
        StringBuilder names = new StringBuilder("{");
        for (int i = 0; i < 16_384; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.append(i == 0 ? "" : ",").append('"').append(name).append("\":1");
        }
        assertThat(peer.exchange("request:size:1.0.0:" + id(1) + "::60000\n" + names + "}"))
                .endsWith("\n16384");
        assertThat(peer.exchange("request:length:1.0.0:" + id(2) + "::60000\n\"" + "\\u0041".repeat(170_000) + "\""))
                .endsWith("\n170000");
    }
}
