package io.trunkline.codec.vectors;

import io.trunkline.codec.internal.message.TopicGrammar;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.codec.internal.message.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Runs {@code pattern}: which topics a pattern matches, and which texts are no patterns. */
final class PatternAdapter implements VectorAdapter {
    @Override
    public String format() {
        return "pattern";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("match", "reject");
    }

    @Override
    public void check(VectorCase vector) {
        if (vector.kind().equals("reject")) {
            byte[] bytes = vector.in();
            assertThat(TopicGrammar.firstFault(bytes, 0, bytes.length, true))
                    .isEqualTo(vector.json().get("offset").intValue());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TopicPattern.of(new String(bytes, StandardCharsets.UTF_8)));
            return;
        }
        TopicPattern pattern = TopicPattern.of(vector.json().get("pattern").stringValue());
        for (JsonNode topic : vector.json().get("matches")) {
            assertThat(pattern.matches(TopicName.of(topic.stringValue())))
                    .as(topic.stringValue())
                    .isTrue();
        }
        for (JsonNode topic : vector.json().get("differs")) {
            assertThat(pattern.matches(TopicName.of(topic.stringValue())))
                    .as(topic.stringValue())
                    .isFalse();
        }
    }
}
