package io.trunkline.codec.vectors;

import io.trunkline.codec.internal.json.JacksonCodec;
import io.trunkline.codec.internal.json.JsonFields;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code json}: documents read as an object, and what is written. */
final class JsonAdapter implements VectorAdapter {
    private final JacksonCodec codec = new JacksonCodec();

    @Override
    public String format() {
        return "json";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("parse", "reject", "format");
    }

    @Override
    public void check(VectorCase vector) {
        switch (vector.kind()) {
            case "parse" -> {
                byte[] text = vector.in();
                assertThat(JsonFields.read(text, 0, text.length).names()).isNotEmpty();
                Object read = read(text);
                if (vector.json().has("value")) {
                    assertThat(Json.tree(write(read))).isEqualTo(vector.value());
                }
            }
            case "reject" -> checkReject(vector);
            default -> {
                byte[] written = write(Json.MAPPER.treeToValue(vector.value(), Object.class));
                assertThat(Json.canonicalEscapes(written)).isEqualTo(Json.canonicalEscapes(vector.out()));
                Json.assertAscii(written);
            }
        }
    }

    /** Two readers: the one that wants an object, and the one that binds any value unless that is the point. */
    private void checkReject(VectorCase vector) {
        byte[] text = vector.in();
        Rejections.check(vector, () -> JsonFields.read(text, 0, text.length));
        if (vector.option("root").isMissingNode()) {
            Rejections.check(vector, () -> read(text));
        }
    }

    private Object read(byte[] text) {
        return codec.decode(text, 0, text.length, Map.class);
    }

    private byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.encode(value, out);
        return out.toByteArray();
    }
}
