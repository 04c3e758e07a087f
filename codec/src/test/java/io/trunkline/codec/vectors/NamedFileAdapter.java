package io.trunkline.codec.vectors;

import io.trunkline.codec.internal.file.NamedFileReader;
import io.trunkline.codec.internal.file.NamedFileSink;
import io.trunkline.codec.internal.file.NamedFileWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code named-file}: a file is its beginning, its bytes in any pieces, and its completion. */
final class NamedFileAdapter extends StreamAdapter {
    private static final int DEFAULT_LIMIT = 1 << 30;

    NamedFileAdapter() {
        super("named-file");
    }

    @Override
    Decoding open(VectorCase vector) {
        return new FileDecoding(vector.option("maxFile", DEFAULT_LIMIT));
    }

    @Override
    List<Event> events(JsonNode frame) {
        List<Event> events = new ArrayList<>();
        events.add(begin(frame.get("name").stringValue(), frame.get("size").longValue()));
        events.add(Event.bytes(Pieces.bytes(frame.get("content"))));
        if (frame.get("complete").booleanValue()) {
            events.add(Event.of("complete"));
        }
        return events;
    }

    private static Event begin(String name, long size) {
        return Event.of("file '" + name + "' of " + size);
    }

    @Override
    byte[] encode(VectorCase vector) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode frame : vector.frames()) {
            byte[] content = Pieces.bytes(frame.get("content"));
            NamedFileWriter writer = new NamedFileWriter(
                    frame.get("name").stringValue(), frame.get("size").longValue());
            out.writeBytes(writer.header().toBytes());
            out.write(content, 0, writer.accept(content.length));
            assertThat(writer.finish()).isTrue();
        }
        return out.toByteArray();
    }

    private static final class FileDecoding implements Decoding, NamedFileSink {
        private final List<Event> delivered = new ArrayList<>();
        private final NamedFileReader reader;

        FileDecoding(long limit) {
            reader = new NamedFileReader(limit, this, 0);
        }

        @Override
        public void feed(byte[] bytes, Consumer<Event> out) {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                reader.feed(buffer, 0);
                assertThat(buffer.hasRemaining()).as("bytes left by the reader").isFalse();
            } finally {
                delivered.forEach(out);
                delivered.clear();
            }
        }

        @Override
        public void end() {
            reader.endOfStream();
        }

        @Override
        public void begin(String name, long size) {
            delivered.add(NamedFileAdapter.begin(name, size));
        }

        @Override
        public void content(ByteBuffer slice) {
            byte[] copy = new byte[slice.remaining()];
            slice.get(copy);
            delivered.add(Event.bytes(copy));
        }

        @Override
        public void complete() {
            delivered.add(Event.of("complete"));
        }

        @Override
        public void discard() {
            // What there is of the file is removed; what had been delivered stays delivered.
        }
    }
}
