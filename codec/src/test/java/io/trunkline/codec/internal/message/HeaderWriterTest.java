package io.trunkline.codec.internal.message;

import io.trunkline.Action;
import io.trunkline.Message;
import io.trunkline.Payload;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HeaderWriterTest {
    private static final String U = "123e4567-e89b-42d3-a456-426614174000";
    private static final String P = "00000000-0000-4000-8000-0000000000ff";

    private final HeaderWriter writer = new HeaderWriter();

    @ParameterizedTest(name = "id {0}, parent {1}, timeout {2}")
    @CsvSource({
        "false, false, 0, request:a.B:1.0.0",
        "true, false, 0, request:a.B:1.0.0:U",
        "false, true, 0, request:a.B:1.0.0::P",
        "true, true, 0, request:a.B:1.0.0:U:P",
        "false, false, 5000, request:a.B:1.0.0:::5000",
        "true, false, 5000, request:a.B:1.0.0:U::5000",
        "false, true, 5000, request:a.B:1.0.0::P:5000",
        "true, true, 5000, request:a.B:1.0.0:U:P:5000",
    })
    void optionalFieldsAreWrittenAsTheTableSays(boolean id, boolean parent, int timeout, String expected) {
        writer.begin(Action.REQUEST, TopicName.of("a.B"), SemVer.DEFAULT);
        UUID u = UUID.fromString(U);
        UUID p = UUID.fromString(P);
        if (id) {
            writer.requestId(u.getMostSignificantBits(), u.getLeastSignificantBits());
        }
        if (parent) {
            writer.parentId(p.getMostSignificantBits(), p.getLeastSignificantBits());
        }
        if (timeout > 0) {
            writer.timeoutMs(timeout);
        }
        assertThat(text()).isEqualTo(expected.replace("U", U).replace("P", P) + "\n");
    }

    @Test
    void theActionIsWrittenInLowerCaseAndTheTopicAsGiven() {
        assertThat(written(Action.PUBLISH)).isEqualTo("publish:News.Sport:1.0.0\n");
        assertThat(written(Action.RESPONSE)).isEqualTo("response:News.Sport:1.0.0\n");
    }

    private String written(Action action) {
        writer.begin(action, TopicName.of("News.Sport"), SemVer.DEFAULT);
        return text();
    }

    @Test
    void theLongestHeaderHas366BytesAndItsLf() {
        writer.begin(Action.REQUEST, TopicName.of("a".repeat(255)), SemVer.parse("1.0.0-abcdefghijklmn"))
                .requestId(-1, -1)
                .parentId(0, 0)
                .timeoutMs(3_600_000);
        assertThat(writer.size()).isEqualTo(HeaderParser.MAX_LENGTH + 1);
    }

    @Test
    void aTimeoutOutOfRangeOrOnAnotherActionIsRefused() {
        writer.begin(Action.REQUEST, TopicName.of("a"), SemVer.DEFAULT);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.timeoutMs(0));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.timeoutMs(3_600_001));
        writer.begin(Action.PUBLISH, TopicName.of("a"), SemVer.DEFAULT);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.timeoutMs(5));
    }

    @Test
    void aBufferIsFilledFromItsPositionOrNotAtAll() {
        writer.begin(Action.PUBLISH, TopicName.of("a"), SemVer.DEFAULT);
        ByteBuffer out = ByteBuffer.wrap(new byte[40], 3, 30).slice();
        out.position(2);
        writer.write(out);
        assertThat(out.position()).isEqualTo(2 + writer.size());
        assertThat(new String(out.array(), 5, writer.size(), ISO_8859_1)).isEqualTo("publish:a:1.0.0\n");
        ByteBuffer small = ByteBuffer.allocate(writer.size() - 1);
        assertThatExceptionOfType(BufferOverflowException.class).isThrownBy(() -> writer.write(small));
        assertThat(small.position()).isZero();
    }

    @Test
    void nothingCanBeWrittenBeforeItIsBegun() {
        assertThatIllegalStateException().isThrownBy(() -> new HeaderWriter().size());
    }

    @Test
    void aParsedHeaderBecomesTheMessageThatUsersSee() {
        byte[] bytes = ("REQUEST:A.b:2.0.0:" + U + ":" + P + ":7\n{}").getBytes(ISO_8859_1);
        HeaderParser parser = new HeaderParser(new TopicCache());
        parser.parse(bytes, 0, bytes.length);
        assertThat(Messages.of(parser, Payload.ofText("{}")))
                .isEqualTo(Message.of(Action.REQUEST, "A.b", Payload.ofText("{}"))
                        .version("2.0.0")
                        .requestId(UUID.fromString(U))
                        .parentId(UUID.fromString(P)));
    }

    private String text() {
        byte[] out = new byte[writer.size() + 10];
        int end = writer.write(out, 5);
        assertThat(end).isEqualTo(5 + writer.size());
        return new String(out, 5, writer.size(), ISO_8859_1);
    }
}
