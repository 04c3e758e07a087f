package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down what a multiplexer decides, and checks that a stream's events come in a legal order. */
class RecordingEvents implements MuxEvents {
    /** One frame that was sent. */
    record Sent(long streamId, Payload body) {}

    final List<Sent> sent = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<MuxStream> opened = new ArrayList<>();
    private final Set<MuxStream> closed = new HashSet<>();
    private @Nullable Boolean paused;

    @Override
    public void send(long streamId, Payload body) {
        sent.add(new Sent(streamId, body));
    }

    @Override
    public void opened(MuxStream stream) {
        opened.add(stream);
        events.add("opened " + stream.id() + " " + stream.type());
    }

    @Override
    public void data(MuxStream stream, Payload bytes) {
        require(!closed.contains(stream), "data after the end of " + stream);
        events.add("data " + stream.id() + " " + bytes.size());
    }

    @Override
    public void closed(MuxStream stream, StreamEnd end) {
        require(closed.add(stream), "a second end of " + stream);
        require(!stream.isLive(), "an end of a live stream " + stream);
        events.add("closed " + stream.id() + " " + end.cause() + (end.reason() == null ? "" : " " + end.reason()));
    }

    @Override
    public void writable(MuxStream stream) {
        events.add("writable " + stream.id());
    }

    @Override
    public void readingPaused(boolean nowPaused) {
        require(paused == null ? nowPaused : paused != nowPaused, "reading is switched, not repeated");
        paused = nowPaused;
        events.add(nowPaused ? "paused" : "resumed");
    }

    @Override
    public void shutdownAnnounced(String message, long graceMillis) {
        events.add("shutdown " + message + " " + graceMillis);
    }

    boolean isPaused() {
        return Boolean.TRUE.equals(paused);
    }

    /** Takes out what was sent since the last call, control messages as text. */
    List<String> takeSent() {
        List<String> taken = sent.stream()
                .map(s -> s.streamId() == 0
                        ? text(s.body())
                        : s.streamId() + ":" + s.body().size())
                .toList();
        sent.clear();
        return taken;
    }

    List<String> takeEvents() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    static String text(Payload body) {
        return new String(body.toBytes(), StandardCharsets.US_ASCII);
    }

    private static void require(boolean legal, String rule) {
        if (!legal) {
            throw new AssertionError(rule);
        }
    }
}
