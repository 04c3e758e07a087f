package io.trunkline.codec.vectors;

import io.trunkline.MediaRecord;
import io.trunkline.Payload;
import java.util.Set;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code media}: records and acknowledgements as bodies. */
final class MediaAdapter implements VectorAdapter {
    @Override
    public String format() {
        return "media";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("parse", "reject", "format");
    }

    @Override
    public void check(VectorCase vector) {
        switch (vector.kind()) {
            case "parse" -> assertThat(MediaRecord.of(Payload.of(vector.in()))).isEqualTo(media(vector.value()));
            case "reject" -> Rejections.check(vector, () -> MediaRecord.of(Payload.of(vector.in())));
            default -> assertThat(media(vector.value()).toPayload().toBytes()).isEqualTo(vector.out());
        }
    }

    private static MediaRecord media(JsonNode value) {
        if (value.has("ack")) {
            return MediaRecord.audio(0, value.get("ack").intValue(), Payload.EMPTY)
                    .ack();
        }
        return new MediaRecord(
                value.get("type").intValue(),
                value.get("timestamp").longValue(),
                value.get("sequence").intValue(),
                Payload.of(Pieces.bytes(value.get("payload"))));
    }
}
