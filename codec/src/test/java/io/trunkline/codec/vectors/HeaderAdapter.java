package io.trunkline.codec.vectors;

import io.trunkline.Action;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicCache;
import io.trunkline.codec.internal.message.TopicName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs {@code header}: broker messages, header line and payload.
 *
 * <p>Messages lie in the middle of a larger array whose other bytes would be legal too, so that a parser that looks outside
 * its message fails.
 */
final class HeaderAdapter implements VectorAdapter {
    private static final int BEFORE = 7;
    private static final byte OUTSIDE = '\n';

    @Override
    public String format() {
        return "header";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("parse", "reject", "format");
    }

    @Override
    public void check(VectorCase vector) {
        switch (vector.kind()) {
            case "parse" -> checkParse(vector);
            case "reject" -> {
                Message message = Message.of(vector.in());
                Rejections.check(vector, () -> message.parse(new HeaderParser(new TopicCache())));
            }
            default -> assertThat(write(vector.value())).isEqualTo(vector.out());
        }
    }

    private static void checkParse(VectorCase vector) {
        Message message = Message.of(vector.in());
        HeaderParser parser = new HeaderParser(new TopicCache());
        message.parse(parser);
        assertFields(parser, vector.value(), message.array());
        // Once more: the topic and version now come from the cache.
        message.parse(parser);
        assertFields(parser, vector.value(), message.array());
    }

    private static void assertFields(HeaderParser parser, JsonNode value, byte[] array) {
        assertThat(parser.action()).isEqualTo(action(value));
        assertThat(parser.topic().text()).isEqualTo(Pieces.text(value.get("topic")));
        if (value.has("matchedAs")) {
            assertThat(parser.topic().lower()).isEqualTo(value.get("matchedAs").stringValue());
        }
        assertThat(parser.version().text()).isEqualTo(value.get("version").stringValue());
        assertThat(parser.hasRequestId()).isEqualTo(value.has("requestId"));
        if (value.has("requestId")) {
            assertThat(new UUID(parser.requestIdHigh(), parser.requestIdLow())).isEqualTo(id(value, "requestId"));
        }
        assertThat(parser.hasParentId()).isEqualTo(value.has("parentRequestId"));
        if (value.has("parentRequestId")) {
            assertThat(new UUID(parser.parentIdHigh(), parser.parentIdLow())).isEqualTo(id(value, "parentRequestId"));
        }
        assertThat(parser.timeoutMs()).isEqualTo(value.path("timeout").asInt(0));
        int from = parser.payloadStart();
        assertThat(Arrays.copyOfRange(array, from, from + parser.payloadLength()))
                .isEqualTo(Pieces.bytes(value.get("payload")));
    }

    private static byte[] write(JsonNode value) {
        HeaderWriter writer = new HeaderWriter()
                .begin(
                        action(value),
                        TopicName.of(Pieces.text(value.get("topic"))),
                        SemVer.parse(value.get("version").stringValue()));
        if (value.has("requestId")) {
            UUID id = id(value, "requestId");
            writer.requestId(id.getMostSignificantBits(), id.getLeastSignificantBits());
        }
        if (value.has("parentRequestId")) {
            UUID id = id(value, "parentRequestId");
            writer.parentId(id.getMostSignificantBits(), id.getLeastSignificantBits());
        }
        if (value.has("timeout")) {
            writer.timeoutMs(value.get("timeout").intValue());
        }
        byte[] payload = Pieces.bytes(value.get("payload"));
        byte[] out = new byte[writer.size() + payload.length];
        int end = writer.write(out, 0);
        assertThat(end).as("size() and write() agree").isEqualTo(writer.size());
        System.arraycopy(payload, 0, out, end, payload.length);
        return out;
    }

    private static Action action(JsonNode value) {
        return Action.valueOf(value.get("action").stringValue().toUpperCase(Locale.ROOT));
    }

    /** Ids in vectors are canonical, so the JDK's lenient reader is good enough here. */
    private static UUID id(JsonNode value, String name) {
        return UUID.fromString(value.get(name).stringValue());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Message(byte[] array, int length) {
        static Message of(byte[] bytes) {
            byte[] array = new byte[BEFORE + bytes.length + BEFORE];
            Arrays.fill(array, OUTSIDE);
            System.arraycopy(bytes, 0, array, BEFORE, bytes.length);
            return new Message(array, bytes.length);
        }

        void parse(HeaderParser parser) {
            parser.parse(array, BEFORE, length);
        }
    }
}
