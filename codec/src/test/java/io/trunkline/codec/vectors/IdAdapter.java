package io.trunkline.codec.vectors;

import io.trunkline.codec.internal.message.RequestId;
import java.util.Set;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code id}: request ids as text and as two halves. */
final class IdAdapter implements VectorAdapter {
    @Override
    public String format() {
        return "id";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("parse", "reject", "format");
    }

    @Override
    public void check(VectorCase vector) {
        switch (vector.kind()) {
            case "parse" -> {
                byte[] bytes = vector.in();
                assertThat(RequestId.isLegal(bytes, 0)).isTrue();
                assertThat(RequestId.firstFault(bytes, 0, bytes.length)).isEqualTo(-1);
                assertThat(RequestId.high(bytes, 0)).isEqualTo(half(vector.value(), "high"));
                assertThat(RequestId.low(bytes, 0)).isEqualTo(half(vector.value(), "low"));
            }
            case "reject" -> {
                byte[] bytes = vector.in();
                assertThat(RequestId.firstFault(bytes, 0, bytes.length))
                        .isEqualTo(vector.json().get("offset").intValue());
                assertThat(bytes.length == RequestId.LENGTH && RequestId.isLegal(bytes, 0))
                        .isFalse();
            }
            default -> {
                byte[] out = new byte[RequestId.LENGTH];
                RequestId.write(half(vector.value(), "high"), half(vector.value(), "low"), out, 0);
                assertThat(out).isEqualTo(vector.out());
            }
        }
    }

    private static long half(JsonNode value, String name) {
        return Long.parseUnsignedLong(value.get(name).stringValue(), 16);
    }
}
