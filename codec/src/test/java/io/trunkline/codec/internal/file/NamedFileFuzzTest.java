package io.trunkline.codec.internal.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trunkline.FrameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Any bytes at all: the same file or the same error, whole and cut in two. */
class NamedFileFuzzTest {
    private record Outcome(List<String> calls, String content, String error) {}

    /** One byte tells where to cut the rest. */
    @FuzzTest
    void anyBytesMeanTheSameWholeAndCut(byte[] data) {
        if (data.length == 0) {
            return;
        }
        int length = data.length - 1;
        int cut = (data[0] & 0xFF) % (length + 1);
        assertThat(read(data, cut)).isEqualTo(read(data, length));
    }

    private static Outcome read(byte[] data, int cut) {
        RecordingSink sink = new RecordingSink();
        NamedFileReader reader = new NamedFileReader(1 << 20, sink, 0);
        String error = "";
        try {
            reader.feed(ByteBuffer.wrap(data, 1, cut), 0);
            reader.feed(ByteBuffer.wrap(data, 1 + cut, data.length - 1 - cut), 0);
            reader.endOfStream();
        } catch (FrameException e) {
            error = e.reason() + " " + e.offset() + " " + e.limit() + " " + e.actual();
        }
        return new Outcome(sink.calls(), sink.content.toString(StandardCharsets.ISO_8859_1), error);
    }
}
