package io.trunkline.codec.internal.file;

import io.trunkline.FrameException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NamedFileReaderTest {
    private static final long LIMIT = 1_000;
    private static final long STALL = NamedFileReader.STALL.toNanos();

    /** What a reader made of a byte string: its decisions and its error, as text. */
    private record Outcome(List<String> calls, String content, String error) {}

    private static Outcome read(byte[] bytes, int... cuts) {
        RecordingSink sink = new RecordingSink();
        NamedFileReader reader = new NamedFileReader(LIMIT, sink, 0);
        String error = "";
        try {
            int from = 0;
            for (int cut : cuts) {
                feed(reader, bytes, from, cut);
                from = cut;
            }
            feed(reader, bytes, from, bytes.length);
            reader.endOfStream();
        } catch (FrameException e) {
            error = e.reason() + " @" + e.offset() + " limit " + e.limit() + " actual " + e.actual();
        }
        return new Outcome(sink.calls(), sink.content.toString(StandardCharsets.ISO_8859_1), error);
    }

    private static void feed(NamedFileReader reader, byte[] bytes, int from, int to) {
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        reader.feed(ByteBuffer.wrap(piece), 0);
        // Slices are valid during the call only: whoever keeps one sees this.
        Arrays.fill(piece, (byte) 0xEE);
    }

    /** Reads whole, byte by byte and at every two-way split, and demands one outcome. */
    private static Outcome readEverySplit(byte[] bytes) {
        Outcome whole = read(bytes);
        int[] single = new int[Math.max(0, bytes.length - 1)];
        for (int i = 0; i < single.length; i++) {
            single[i] = i + 1;
        }
        assertThat(read(bytes, single)).as("byte by byte").isEqualTo(whole);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(read(bytes, cut)).as("cut at %d", cut).isEqualTo(whole);
        }
        return whole;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    @Tag("feature-41")
    void aFileIsTheSameAtEverySplit() {
        Outcome outcome = readEverySplit(ascii("naïve.txt\n11\nhello\nworld"));

        assertThat(outcome.calls()).containsExactly("begin naïve.txt 11", "complete 11");
        assertThat(outcome.content()).isEqualTo("hello\nworld");
        assertThat(outcome.error()).isEmpty();
    }

    @Test
    void anEmptyFileIsCompleteAtItsSizeLine() {
        Outcome outcome = readEverySplit(ascii("empty\n0\n"));

        assertThat(outcome.calls()).containsExactly("begin empty 0", "complete 0");
        assertThat(outcome.error()).isEmpty();
    }

    @Test
    void aConnectionWithoutAByteIsNoFileAndNoError() {
        assertThat(read(new byte[0])).isEqualTo(new Outcome(List.of(), "", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "'../x', 0",
        "'a/../../x', 1",
        "'/x', 0",
        "'C:\\x', 2",
        "'..\\x', 0",
        "'....//x', 0",
        "'%2e%2e/x', 6",
        "'\uFF0E\uFF0E/x', 0"
    })
    void row81NamesThatLeaveTheDirectoryAreRefusedAndNothingIsCreated(String name, int offset) {
        Outcome outcome = readEverySplit(ascii(name + "\n3\nabc"));

        assertThat(outcome.calls()).isEmpty();
        assertThat(outcome.error()).isEqualTo("BAD_NAME @" + offset + " limit -1 actual -1");
    }

    @ParameterizedTest
    @CsvSource({
        "'a\u0000b', 1",
        "'ab\r', 2",
        "'', 0",
        "'.', 0",
        "'..', 0",
        "'.hidden', 0",
        "' a', 0",
        "'CON', 0",
        "'-rf', 0"
    })
    void row82NamesThatMeanSomethingElseAreRefused(String name, int offset) {
        Outcome outcome = readEverySplit(ascii(name + "\n3\nabc"));

        assertThat(outcome.calls()).isEmpty();
        assertThat(outcome.error()).isEqualTo("BAD_NAME @" + offset + " limit -1 actual -1");
    }

    @Test
    void row82ANameLineMayHave255BytesAndNotOneMore() {
        assertThat(readEverySplit(ascii("n".repeat(255) + "\n1\nx")).error()).isEmpty();
        assertThat(readEverySplit(ascii("n".repeat(256) + "\n1\nx")).error())
                .isEqualTo("BAD_NAME @255 limit 255 actual 256");
        assertThat(readEverySplit(ascii("n".repeat(300) + "\n1\nx")).error())
                .isEqualTo("BAD_NAME @255 limit 255 actual 256");
    }

    @Test
    void aNameThatIsNotUtf8IsRefusedAtItsFirstBadByte() {
        byte[] overlong = join(ascii("ab"), new byte[] {(byte) 0xC0, (byte) 0xAF}, ascii("\n1\nx"));
        byte[] cut = join(ascii("ab"), new byte[] {(byte) 0xE2, (byte) 0x82}, ascii("\n1\nx"));

        assertThat(readEverySplit(overlong).error()).isEqualTo("BAD_NAME @2 limit -1 actual -1");
        assertThat(readEverySplit(cut).error()).isEqualTo("BAD_NAME @2 limit -1 actual -1");
    }

    @ParameterizedTest
    @CsvSource({
        "'-1\n', 2",
        "'1e3\n', 3",
        "'\n', 2",
        "'+5\n', 2",
        "' 5\n', 2",
        "'5 \n', 3",
        "'5\r\n', 3",
        "'05\n', 3",
        "'00\n', 3",
        "'\u0661\n', 2",
        "'0x1\n', 3",
        "'1.5\n', 3",
        "'12345678901234567890\n', 21"
    })
    void row84SizesThatAreNoPlainNumbersAreRefusedAtTheByteThatShowsIt(String size, int offset) {
        Outcome outcome = readEverySplit(ascii("f\n" + size + "abc"));

        assertThat(outcome.calls()).isEmpty();
        assertThat(outcome.error()).isEqualTo("BAD_SIZE @" + offset + " limit -1 actual -1");
    }

    @ParameterizedTest
    @CsvSource({
        "1001, 1001",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "9999999999999999999, 9223372036854775807"
    })
    void row84SizesOverTheLimitAreRefusedBeforeAnyWrite(String size, long actual) {
        Outcome outcome = readEverySplit(ascii("f\n" + size + "\nabc"));

        assertThat(outcome.calls()).isEmpty();
        assertThat(outcome.error()).isEqualTo("BAD_SIZE @2 limit 1000 actual " + actual);
    }

    @Test
    void row84AFileOfExactlyTheLimitIsTaken() {
        byte[] bytes = join(ascii("f\n1000\n"), new byte[1000]);

        assertThat(read(bytes).calls()).containsExactly("begin f 1000", "complete 1000");
    }

    @Test
    void row85AnEndInsideTheContentDiscardsTheFile() {
        Outcome outcome = readEverySplit(ascii("f\n5\nabcd"));

        assertThat(outcome.calls()).containsExactly("begin f 5", "discard");
        assertThat(outcome.error()).isEqualTo("TRUNCATED @0 limit -1 actual -1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "f\n", "f\n5", "f\n5\n"})
    void row85AnEndBeforeTheContentIsTruncatedToo(String bytes) {
        assertThat(readEverySplit(ascii(bytes)).error()).isEqualTo("TRUNCATED @0 limit -1 actual -1");
    }

    @Test
    void row86BytesBehindTheFileAreAnErrorAndTheFileStays() {
        Outcome outcome = readEverySplit(ascii("f\n3\nabcX"));

        assertThat(outcome.calls()).containsExactly("begin f 3", "complete 3");
        assertThat(outcome.error()).isEqualTo("BAD_SIZE @7 limit 3 actual 4");
    }

    @Test
    void row86BytesBehindAnEmptyFileAreAnErrorToo() {
        assertThat(readEverySplit(ascii("f\n0\nX")).error()).isEqualTo("BAD_SIZE @4 limit 0 actual 1");
    }

    @Test
    void contentThatPausesFor30SecondsIsDiscarded() {
        RecordingSink sink = new RecordingSink();
        NamedFileReader reader = new NamedFileReader(LIMIT, sink, Long.MAX_VALUE - 5);
        long begun = Long.MIN_VALUE + 1;
        reader.feed(ByteBuffer.wrap(ascii("f\n5\nab")), begun);

        assertThat(reader.sweep(begun + STALL - 1)).isEqualTo(1);
        assertThat(reader.sweep(begun + STALL)).isZero();
        assertThat(sink.calls()).containsExactly("begin f 5", "discard");
        assertThat(reader.sweep(begun + STALL)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLostConnectionDiscardsAnUnfinishedFileAndKeepsAFinishedOne() {
        RecordingSink unfinished = new RecordingSink();
        RecordingSink finished = new RecordingSink();
        NamedFileReader first = new NamedFileReader(LIMIT, unfinished, 0);
        NamedFileReader second = new NamedFileReader(LIMIT, finished, 0);
        first.feed(ByteBuffer.wrap(ascii("f\n5\nab")), 0);
        second.feed(ByteBuffer.wrap(ascii("f\n2\nab")), 0);

        first.abort();
        second.abort();
        second.abort();

        assertThat(unfinished.calls()).containsExactly("begin f 5", "discard");
        assertThat(finished.calls()).containsExactly("begin f 2", "complete 2");
        assertThat(first.isComplete()).isFalse();
        assertThat(second.isComplete()).isTrue();
    }

    @Test
    void aFileStaysCompleteWhateverFollowsIt() {
        NamedFileReader reader = new NamedFileReader(LIMIT, new RecordingSink(), 0);
        assertThatThrownBy(() -> reader.feed(ByteBuffer.wrap(ascii("f\n2\nabc")), 0))
                .isInstanceOf(FrameException.class);

        assertThat(reader.isComplete()).isTrue();
    }

    @Test
    void aConnectionThatEndsBeforeItsFirstByteIsNoErrorAndNoFile() {
        RecordingSink sink = new RecordingSink();
        NamedFileReader reader = new NamedFileReader(LIMIT, sink, 0);

        reader.endOfStream();

        assertThat(sink.calls()).isEmpty();
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void nothingMayBeFedAfterAnError() {
        NamedFileReader reader = new NamedFileReader(LIMIT, new RecordingSink(), 0);
        assertThatThrownBy(() -> reader.feed(ByteBuffer.wrap(ascii("/\n")), 0)).isInstanceOf(FrameException.class);

        assertThatThrownBy(() -> reader.feed(ByteBuffer.wrap(ascii("a")), 0)).isInstanceOf(IllegalStateException.class);
        assertThat(reader.sweep(STALL)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatTheWriterWritesTheReaderReads() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] content = new byte[random.nextInt(50)];
            random.nextBytes(content);
            NamedFileWriter writer = new NamedFileWriter("file-" + round, content.length);
            List<byte[]> parts = new ArrayList<>();
            parts.add(writer.header().toBytes());
            int at = 0;
            while (writer.remaining() > 0) {
                int accepted = writer.accept(1 + random.nextInt(20));
                parts.add(Arrays.copyOfRange(content, at, at + accepted));
                at += accepted;
            }
            assertThat(writer.finish()).as("seed %d round %d", seed, round).isTrue();

            Outcome outcome = readEverySplit(join(parts.toArray(byte[][]::new)));
            assertThat(outcome.error()).as("seed %d round %d", seed, round).isEmpty();
            assertThat(outcome.content())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(new String(content, StandardCharsets.ISO_8859_1));
        }
    }
}
