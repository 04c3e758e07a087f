package io.trunkline.codec.internal.message;

import io.trunkline.Action;
import io.trunkline.PayloadException;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeaderParserTest {
    private static final String ID = "123e4567-e89b-42d3-a456-426614174000";
    private static final String PARENT = "00000000-0000-4000-8000-0000000000ff";

    private final HeaderParser parser = new HeaderParser(new TopicCache());

    @Test
    @Tag("feature-34")
    void everyFieldIsReadInPlace() {
        byte[] bytes = ("xxREQUEST:Echo.Say:2.1.0-rc.1:" + ID + ":" + PARENT + ":5000\n{}").getBytes(ISO_8859_1);

        parser.parse(bytes, 2, bytes.length - 2);

        assertThat(parser.action()).isEqualTo(Action.REQUEST);
        assertThat(parser.topic().text()).isEqualTo("Echo.Say");
        assertThat(parser.topic().lower()).isEqualTo("echo.say");
        assertThat(parser.topic().levels()).containsExactly("echo", "say");
        assertThat(parser.version().text()).isEqualTo("2.1.0-rc.1");
        assertThat(new UUID(parser.requestIdHigh(), parser.requestIdLow())).isEqualTo(UUID.fromString(ID));
        assertThat(new UUID(parser.parentIdHigh(), parser.parentIdLow())).isEqualTo(UUID.fromString(PARENT));
        assertThat(parser.timeoutMs()).isEqualTo(5000);
        assertThat(parser.payloadStart()).isEqualTo(bytes.length - 2);
        assertThat(parser.payloadLength()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "request:a.b:1.0.0, false, false, 0",
        "request:a.b:1.0.0:, false, false, 0",
        "request:a.b:1.0.0::, false, false, 0",
        "request:a.b:1.0.0:::, false, false, 0",
        "publish:a.b:1.0.0:::, false, false, 0",
        "request:a.b:1.0.0:123e4567-e89b-42d3-a456-426614174000, true, false, 0",
        "request:a.b:1.0.0:123e4567-e89b-42d3-a456-426614174000:, true, false, 0",
        "request:a.b:1.0.0:123e4567-e89b-42d3-a456-426614174000::, true, false, 0",
        "request:a.b:1.0.0::123e4567-e89b-42d3-a456-426614174000, false, true, 0",
        "request:a.b:1.0.0:::5000, false, false, 5000",
        "request:a.b:1.0.0:::1, false, false, 1",
        "request:a.b:1.0.0:::3600000, false, false, 3600000",
    })
    void emptyOptionalFieldsAreAbsent(String header, boolean id, boolean parent, int timeout) {
        parse(header + "\n");

        assertThat(parser.hasRequestId()).isEqualTo(id);
        assertThat(parser.hasParentId()).isEqualTo(parent);
        assertThat(parser.timeoutMs()).isEqualTo(timeout);
    }

    @Test
    void nothingOfTheLastHeaderIsLeft() {
        parse("request:a.b:1.0.0:" + ID + ":" + PARENT + ":5000\n");
        parse("publish:c:1.0.0\n");

        assertThat(parser.hasRequestId()).isFalse();
        assertThat(parser.hasParentId()).isFalse();
        assertThat(parser.timeoutMs()).isZero();
    }

    @Test
    void aTopicSeenBeforeIsTheSameObject() {
        parse("publish:news.sport:1.0.0\n");
        TopicName first = parser.topic();
        parse("request:news.sport:1.0.0::\n");

        assertThat(parser.topic()).isSameAs(first);
    }

    @Test
    @Tag("feature-35")
    void onlyTheFirstLfEndsTheHeader() {
        parse("publish:a:1.0.0\n{}\nrequest:admin:1.0.0\n{}");

        assertThat(parser.action()).isEqualTo(Action.PUBLISH);
        assertThat(parser.payloadLength()).isEqualTo("{}\nrequest:admin:1.0.0\n{}".length());
    }

    @Test
    void theErrorSaysWhyAndWhere() {
        assertThatThrownBy(() -> parse("request:a-b:1.0.0\n")).isInstanceOfSatisfying(PayloadException.class, e -> {
            assertThat(e.reason()).isEqualTo("MALFORMED_HEADER");
            assertThat(e.offset()).isEqualTo(9);
        });
    }

    private void parse(String message) {
        byte[] bytes = message.getBytes(ISO_8859_1);
        parser.parse(bytes, 0, bytes.length);
    }
}
