package io.trunkline.codec.vectors;

import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicCache;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Runs {@code version}: versions by themselves and in a header, and which of them a route takes. */
final class VersionAdapter implements VectorAdapter {
    private static final byte[] BEFORE = "publish:a:".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String format() {
        return "version";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("parse", "reject", "match");
    }

    @Override
    public void check(VectorCase vector) {
        switch (vector.kind()) {
            case "parse" -> {
                String text = new String(vector.in(), StandardCharsets.UTF_8);
                assertThat(SemVer.parse(text).text()).isEqualTo(text);
                HeaderParser parser = new HeaderParser(new TopicCache());
                assertThat(tryParse(parser, vector.in())).isTrue();
                assertThat(parser.version().text()).isEqualTo(text);
            }
            case "reject" -> checkReject(vector);
            default -> checkMatch(vector);
        }
    }

    private static void checkReject(VectorCase vector) {
        byte[] bytes = vector.in();
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThatIllegalArgumentException().isThrownBy(() -> SemVer.parse(text));
        HeaderParser parser = new HeaderParser(new TopicCache());
        assertThat(tryParse(parser, bytes)).isFalse();
        if (BEFORE.length + bytes.length <= HeaderParser.MAX_LENGTH) {
            int offset = vector.json().get("offset").intValue();
            assertThat(parser.faultOffset()).isEqualTo(BEFORE.length + offset);
        }
    }

    private static boolean tryParse(HeaderParser parser, byte[] version) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(BEFORE);
        message.writeBytes(version);
        message.write('\n');
        return parser.tryParse(message.toByteArray(), 0, message.size());
    }

    private static void checkMatch(VectorCase vector) {
        SemVer route = SemVer.parse(vector.json().get("pattern").stringValue());
        for (JsonNode version : vector.json().get("matches")) {
            assertThat(route.accepts(SemVer.parse(version.stringValue())))
                    .as(version.stringValue())
                    .isTrue();
        }
        for (JsonNode version : vector.json().get("differs")) {
            assertThat(route.accepts(SemVer.parse(version.stringValue())))
                    .as(version.stringValue())
                    .isFalse();
        }
    }
}
