package io.trunkline.codec.vectors;

import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.EnvelopeFragments;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.MessageReader;
import io.trunkline.codec.internal.frame.MessageSink;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code envelope-broker}: broker messages, whose header line COMPRESSED leaves clear and MORE leaves whole. */
final class BrokerEnvelopeAdapter extends StreamAdapter {
    BrokerEnvelopeAdapter() {
        super("envelope-broker");
    }

    @Override
    Decoding open(VectorCase vector) {
        return new Messages(MessageReader.brokerEnvelope(FormatAdapter.limits(vector), accepted(vector)));
    }

    private static int accepted(VectorCase vector) {
        JsonNode names = vector.option("accepts");
        if (names.isMissingNode()) {
            return EnvelopeFlags.NEGOTIABLE;
        }
        int flags = 0;
        for (JsonNode name : names) {
            flags |= flag(name.stringValue());
        }
        return flags;
    }

    private static int flag(String name) {
        return switch (name) {
            case "binary" -> EnvelopeFlags.BINARY;
            case "more" -> EnvelopeFlags.MORE;
            case "compressed" -> EnvelopeFlags.COMPRESSED;
            default -> throw new IllegalArgumentException("flag " + name);
        };
    }

    @Override
    List<Event> events(JsonNode frame) {
        return List.of(message(isBinary(frame), Pieces.bytes(frame.get("payload"))));
    }

    private static Event message(boolean binary, byte[] message) {
        return Event.of(binary ? "binary message" : "message", message);
    }

    @Override
    byte[] encode(VectorCase vector) {
        int maxFrame = vector.option("fragment", FrameLimits.DEFAULT_FRAME);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode frame : vector.frames()) {
            byte[] message = Pieces.bytes(frame.get("payload"));
            byte[] frames = new byte[EnvelopeFragments.size(message.length, maxFrame)];
            int flags = isBinary(frame) ? EnvelopeFlags.BINARY : 0;
            int end = EnvelopeFragments.write(flags, message, 0, message.length, maxFrame, frames, 0);
            assertThat(end).as("size() and write() agree").isEqualTo(frames.length);
            out.writeBytes(frames);
        }
        return out.toByteArray();
    }

    private static boolean isBinary(JsonNode frame) {
        return frame.path("binary").asBoolean(false);
    }

    private record Messages(MessageReader reader) implements Decoding {
        @Override
        public void feed(byte[] bytes, Consumer<Event> out) {
            reader.feed(bytes, 0, bytes.length, new Sink(out));
        }

        @Override
        public void end() {
            reader.finish();
        }
    }

    private record Sink(Consumer<Event> out) implements MessageSink {
        @Override
        public boolean message(int flags, byte[] array, int offset, int length) {
            boolean binary = (flags & EnvelopeFlags.BINARY) != 0;
            out.accept(BrokerEnvelopeAdapter.message(binary, Arrays.copyOfRange(array, offset, offset + length)));
            return true;
        }

        @Override
        public boolean invalid(PayloadException error) {
            out.accept(Event.invalid(error.reason()));
            return true;
        }
    }
}
