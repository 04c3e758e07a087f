package io.trunkline.codec.internal.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trunkline.PayloadException;
import java.io.ByteArrayOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Any bytes at all: JSON is read, and what is written of it is read again, or it is refused as malformed. */
class JsonFuzzTest {
    private static final JacksonCodec CODEC = new JacksonCodec();

    @FuzzTest(maxDuration = "2m")
    void anyBytesAreJsonOrMalformed(byte[] text) {
        Object value;
        try {
            value = CODEC.decode(text, 0, text.length, Object.class);
        } catch (PayloadException e) {
            // JSON null is legal and binds to nothing.
            assertThat(e.reason()).isIn("MALFORMED_JSON", "INVALID_PAYLOAD");
            assertThat(e.offset()).isBetween(-1L, (long) text.length);
            return;
        }
        byte[] again = encode(value);
        assertThat(CODEC.decode(again, 0, again.length, Object.class)).isEqualTo(value);
        for (byte b : again) {
            assertThat(b).isPositive();
        }
    }

    @FuzzTest(maxDuration = "2m")
    void anyBytesAreMembersOrMalformed(byte[] text) {
        JsonFields fields;
        try {
            fields = JsonFields.read(text, 0, text.length);
        } catch (PayloadException e) {
            assertThat(e.reason()).isEqualTo("MALFORMED_JSON");
            return;
        }
        for (String name : fields.names()) {
            assertThat(fields.has(name)).isTrue();
            assertReadableOrMalformed(fields.raw(name).orElseThrow().toBytes());
        }
    }

    /** Whether a number fits a double is judged where it is read, so one in a nested value may be refused only then. */
    private static void assertReadableOrMalformed(byte[] raw) {
        try {
            assertThat(CODEC.decode(raw, 0, raw.length, Object.class)).isNotNull();
        } catch (PayloadException e) {
            assertThat(e.reason()).isEqualTo("MALFORMED_JSON");
            assertThat(raw[0]).isIn((byte) '{', (byte) '[');
        }
    }

    private static byte[] encode(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CODEC.encode(value, out);
        return out.toByteArray();
    }
}
