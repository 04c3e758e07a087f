package io.trunkline.codec.vectors;

import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameConsumer;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.codec.internal.frame.FrameReaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the cases of a public {@link FrameFormat} through the reader that connections use. */
abstract class FormatAdapter<F> extends StreamAdapter {
    FormatAdapter(String format) {
        super(format);
    }

    /** The format, in the mode that the case asks for. */
    abstract FrameFormat<F> format(VectorCase vector);

    /** The frame that a case describes. */
    abstract F frame(JsonNode json);

    /** The comparable form of a frame. */
    abstract Event event(F frame);

    @Override
    List<Event> events(JsonNode frame) {
        return List.of(event(frame(frame)));
    }

    @Override
    Decoding open(VectorCase vector) {
        return new ReaderDecoding<>(FrameReaders.of(format(vector), limits(vector)), this);
    }

    static FrameLimits limits(VectorCase vector) {
        int frame = vector.option("maxFrame", FrameLimits.DEFAULT_FRAME);
        return new FrameLimits(frame, vector.option("maxMessage", frame));
    }

    @Override
    byte[] encode(VectorCase vector) {
        FrameFormat<F> format = format(vector);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode json : vector.frames()) {
            F frame = frame(json);
            ByteBuffer exact = ByteBuffer.allocate(format.size(frame));
            format.write(frame, exact);
            assertThat(exact.hasRemaining()).as("room left by write()").isFalse();
            out.writeBytes(exact.array());
        }
        return out.toByteArray();
    }

    private record ReaderDecoding<F>(FrameReader<F> reader, FormatAdapter<F> adapter) implements Decoding {
        @Override
        public void feed(byte[] bytes, Consumer<Event> out) {
            reader.feed(bytes, 0, bytes.length, new Events<>(adapter, out));
        }

        @Override
        public void end() {
            reader.finish();
        }
    }

    private record Events<F>(FormatAdapter<F> adapter, Consumer<Event> out) implements FrameConsumer<F> {
        @Override
        public boolean frame(F frame) {
            out.accept(adapter.event(frame));
            return true;
        }

        @Override
        public boolean invalid(PayloadException error) {
            out.accept(Event.invalid(error.reason()));
            return true;
        }
    }
}
