package io.trunkline.codec.vectors;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.internal.frame.FrameConsumer;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.codec.internal.frame.FrameReaders;
import io.trunkline.codec.internal.mux.Multiplexer;
import io.trunkline.codec.internal.mux.MuxEvents;
import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.codec.internal.mux.StreamEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs {@code multiplexed-streams}: a whole connection of streams, in which no time passes and nothing is consumed. */
final class StreamsAdapter extends StreamAdapter {
    StreamsAdapter() {
        super("multiplexed-streams");
    }

    @Override
    public Set<String> kinds() {
        return Set.of("decode", "wait", "refuse");
    }

    @Override
    Decoding open(VectorCase vector) {
        return new Streams(vector);
    }

    @Override
    List<Event> events(JsonNode frame) {
        String stream = "stream " + frame.path("stream").asLong(0);
        String event = frame.get("event").stringValue();
        return List.of(
                switch (event) {
                    case "opened" -> opened(stream, frame.get("type").stringValue(), frame.get("metadata"));
                    case "data" -> Event.of(stream + " data", Pieces.bytes(frame.get("payload")));
                    case "closed" ->
                        closed(stream, frame.has("reason") ? frame.get("reason").stringValue() : null);
                    case "shutdown" ->
                        shutdown(
                                frame.get("message").stringValue(),
                                frame.get("gracePeriod").longValue());
                    default -> throw new IllegalArgumentException("event " + event);
                });
    }

    @Override
    List<Event> replies(VectorCase vector) {
        return vector.list("replies").stream().map(StreamsAdapter::reply).toList();
    }

    @Override
    byte[] encode(VectorCase vector) {
        throw new IllegalArgumentException("streams are not encoded: " + vector);
    }

    private static Event opened(String stream, String type, JsonNode metadata) {
        return Event.of(stream + " opened as " + type + " with " + metadata);
    }

    private static Event closed(String stream, @Nullable String reason) {
        return Event.of(stream + " closed: " + reason);
    }

    private static Event shutdown(String message, long grace) {
        return Event.of("shutdown in " + grace + ": " + message);
    }

    private static Event reply(JsonNode control) {
        return Event.reply(Json.sorted(control));
    }

    private static final class Streams implements Decoding, MuxEvents, FrameConsumer<StreamFrame> {
        private final List<Event> happened = new ArrayList<>();
        private final FrameReader<StreamFrame> reader = FrameReaders.of(FrameFormat.multiplexed(), FrameLimits.DEFAULT);
        private final Multiplexer multiplexer;

        Streams(VectorCase vector) {
            boolean connector = vector.option("role").asString("acceptor").equals("connector");
            MuxLimits usual = MuxLimits.DEFAULT;
            MuxLimits limits = new MuxLimits(
                    vector.option("maxStreams", usual.maxStreams()),
                    usual.streamWindow(),
                    usual.connectionWindow(),
                    usual.maxFrame(),
                    vector.option("maxResets", usual.maxResets()),
                    usual.resetPeriod(),
                    usual.writeStall());
            multiplexer = new Multiplexer(connector ? MuxRole.CONNECTOR : MuxRole.ACCEPTOR, limits, this);
            multiplexer.start();
            for (int i = vector.option("opens", 0); i > 0; i--) {
                multiplexer.open("own", Payload.ofText("{}"));
            }
        }

        @Override
        public void feed(byte[] bytes, Consumer<Event> out) {
            try {
                reader.feed(bytes, 0, bytes.length, this);
            } catch (FrameException e) {
                multiplexer.connectionEnded();
                throw e;
            } finally {
                happened.forEach(out);
                happened.clear();
            }
        }

        @Override
        public boolean frame(StreamFrame frame) {
            multiplexer.receive(frame.streamId(), frame.payload(), 0);
            return true;
        }

        @Override
        public boolean invalid(PayloadException error) {
            throw new AssertionError("multiplexed frames have no bad bodies", error);
        }

        @Override
        public void end() {
            reader.finish();
        }

        @Override
        public void send(long streamId, Payload body) {
            Json.assertAscii(body.toBytes());
            happened.add(streamId == 0 ? reply(Json.tree(body.toBytes())) : Event.of("sent on " + streamId, body));
        }

        @Override
        public void opened(MuxStream stream) {
            happened.add(StreamsAdapter.opened(
                    name(stream), stream.type(), Json.tree(stream.metadata().toBytes())));
        }

        @Override
        public void data(MuxStream stream, Payload bytes) {
            happened.add(Event.of(name(stream) + " data", bytes));
        }

        @Override
        public void closed(MuxStream stream, StreamEnd end) {
            happened.add(StreamsAdapter.closed(name(stream), end.reason()));
        }

        @Override
        public void shutdownAnnounced(String message, long graceMillis) {
            happened.add(shutdown(message, graceMillis));
        }

        private static String name(MuxStream stream) {
            return "stream " + stream.id();
        }
    }
}
