package io.trunkline.codec.internal.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trunkline.Action;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/** Any bytes at all: the parser ends in a header that survives being written, or in a place within the message. */
class HeaderParserFuzzTest {
    private final HeaderParser parser = new HeaderParser(new TopicCache());
    private final HeaderWriter writer = new HeaderWriter();

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAHeaderOrAFault(byte[] message) {
        if (!parser.tryParse(message, 0, message.length)) {
            assertThat(parser.faultOffset()).isBetween(0, Math.min(message.length, HeaderParser.MAX_LENGTH));
            assertThat(parser.failure().offset()).isEqualTo(parser.faultOffset());
            return;
        }
        byte[] written = write();
        HeaderParser again = new HeaderParser(new TopicCache());
        again.parse(written, 0, written.length);
        assertThat(again.topic().text()).isEqualTo(parser.topic().text());
        assertThat(again.version()).isEqualTo(parser.version());
        assertThat(again.timeoutMs()).isEqualTo(parser.timeoutMs());
        assertThat(again.hasRequestId()).isEqualTo(parser.hasRequestId());
        assertThat(again.hasParentId()).isEqualTo(parser.hasParentId());
        assertThat(parser.payloadLength()).isEqualTo(message.length - parser.payloadStart());
        assertCanonicalSuffix(message, written);
    }

    private byte[] write() {
        writer.begin(parser.action(), parser.topic(), parser.version());
        if (parser.hasRequestId()) {
            writer.requestId(parser.requestIdHigh(), parser.requestIdLow());
        }
        if (parser.hasParentId()) {
            writer.parentId(parser.parentIdHigh(), parser.parentIdLow());
        }
        if (parser.timeoutMs() > 0) {
            assertThat(parser.action()).isEqualTo(Action.REQUEST);
            writer.timeoutMs(parser.timeoutMs());
        }
        byte[] written = new byte[writer.size()];
        writer.write(written, 0);
        return written;
    }

    /** Behind the action, whose case may differ, only empty trailing fields may be missing. */
    private static void assertCanonicalSuffix(byte[] message, byte[] written) {
        int action = Math.max(indexOf(message, (byte) ':'), 0);
        int lf = written.length - 1;
        assertThat(Arrays.copyOfRange(message, action, lf)).isEqualTo(Arrays.copyOfRange(written, action, lf));
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
