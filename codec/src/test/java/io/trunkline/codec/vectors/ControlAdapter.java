package io.trunkline.codec.vectors;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.codec.internal.mux.Multiplexer;
import io.trunkline.codec.internal.mux.MuxEvents;
import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.codec.internal.mux.StreamControl;
import io.trunkline.codec.internal.mux.StreamControlAccess;
import io.trunkline.codec.internal.mux.StreamEnd;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Runs {@code multiplexed-control}: the bodies of stream 0, and that a bad one ends the connection. */
final class ControlAdapter implements VectorAdapter {
    private static final int FRAME_HEADER = 8;

    @Override
    public String format() {
        return "multiplexed-control";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("parse", "reject", "format");
    }

    @Override
    public void check(VectorCase vector) {
        switch (vector.kind()) {
            case "parse" -> assertSame(StreamControlAccess.decode(vector.in()), control(vector.value()));
            case "reject" -> checkReject(vector);
            default -> Json.assertSame(StreamControlAccess.encode(control(vector.value())), vector.out());
        }
    }

    private static void assertSame(StreamControl actual, StreamControl expected) {
        if (actual instanceof StreamControl.Create got && expected instanceof StreamControl.Create wanted) {
            // Metadata is compared as JSON: its spaces are the sender's choice.
            assertThat(Json.tree(got.metadata().toBytes()))
                    .isEqualTo(Json.tree(wanted.metadata().toBytes()));
            assertThat(withoutMetadata(got)).isEqualTo(withoutMetadata(wanted));
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static StreamControl.Create withoutMetadata(StreamControl.Create create) {
        return new StreamControl.Create(create.streamId(), create.streamType(), Payload.EMPTY, create.window());
    }

    private static StreamControl control(JsonNode value) {
        String type = value.get("type").stringValue();
        if (value.has("ignored")) {
            return new StreamControl.Unknown(type);
        }
        return switch (type) {
            case "stream_create" ->
                new StreamControl.Create(
                        value.get("streamId").longValue(),
                        value.get("streamType").stringValue(),
                        Payload.wrap(Json.MAPPER.writeValueAsBytes(value.get("metadata"))),
                        value.path("window").asLong(StreamControl.NO_WINDOW));
            case "stream_close" -> new StreamControl.Close(value.get("streamId").longValue(), reason(value));
            case "stream_window" ->
                new StreamControl.Window(
                        value.get("streamId").longValue(), value.get("credit").longValue());
            default ->
                new StreamControl.Shutdown(
                        value.get("message").stringValue(),
                        value.get("gracePeriod").longValue());
        };
    }

    private static @Nullable String reason(JsonNode value) {
        return value.has("reason") ? value.get("reason").stringValue() : null;
    }

    private static void checkReject(VectorCase vector) {
        Multiplexer multiplexer = new Multiplexer(MuxRole.ACCEPTOR, MuxLimits.DEFAULT, new Ignoring());
        multiplexer.start();
        Payload body = Payload.of(vector.in());
        assertThatThrownBy(() -> multiplexer.receive(0, body, 0)).isInstanceOfSatisfying(FrameException.class, e -> {
            assertThat(e.reason()).isEqualTo(vector.json().get("reason").stringValue());
            assertThat(e.offset()).isEqualTo(FRAME_HEADER);
        });
    }

    /** Nothing but the refusal matters here. */
    private static final class Ignoring implements MuxEvents {
        @Override
        public void send(long streamId, Payload body) {}

        @Override
        public void opened(MuxStream stream) {}

        @Override
        public void data(MuxStream stream, Payload bytes) {}

        @Override
        public void closed(MuxStream stream, StreamEnd end) {}
    }
}
