package io.trunkline.codec.vectors;

import io.trunkline.codec.internal.message.TopicGrammar;
import io.trunkline.codec.internal.message.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Runs {@code topic}: texts that are topics, and the first byte at fault of those that are not. */
final class TopicAdapter implements VectorAdapter {
    @Override
    public String format() {
        return "topic";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("parse", "reject");
    }

    @Override
    public void check(VectorCase vector) {
        byte[] bytes = vector.in();
        String text = new String(bytes, StandardCharsets.UTF_8);
        int fault = TopicGrammar.firstFault(bytes, 0, bytes.length, false);
        if (vector.kind().equals("parse")) {
            assertThat(fault).isEqualTo(-1);
            TopicName topic = TopicName.of(text);
            assertThat(topic.text()).isEqualTo(text);
            assertThat(topic.lower()).isEqualTo(vector.value().path("matchedAs").asString(text));
        } else {
            assertThat(fault).isEqualTo(vector.json().get("offset").intValue());
            assertThatIllegalArgumentException().isThrownBy(() -> TopicName.of(text));
        }
    }
}
