package io.trunkline.server.internal.room;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameDecoder;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameEncoder;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.server.Backplane;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the sends of one group of rooms to other nodes, and theirs to us.
 *
 * <pre>{@code
 * subject  rooms.<group>
 * message  name of the room, UTF-8, empty for all connections · LF · the frame as its format writes it
 * }</pre>
 *
 * <p>One subject for all rooms: nodes need not tell each other who is where, and a join is over when it returns. Thread-safe.
 *
 * @param <F> what one frame is to its user
 */
public final class RoomLink<F> implements AutoCloseable {
    /** Stands for all connections: no room has an empty name, nor LF in it. */
    public static final String EVERYWHERE = "";

    private static final Logger log = LoggerFactory.getLogger(RoomLink.class);

    private final Backplane.Node node;
    private final String subject;
    private final FrameFormat<F> format;
    private final FrameEncoder<F> encoder;

    /**
     * Joins a backplane.
     *
     * @param group is the same on all nodes, and of one format
     * @param format is the same on all nodes
     */
    public RoomLink(Backplane backplane, String group, FrameFormat<F> format) {
        this.node = backplane.join();
        this.subject = "rooms." + group;
        this.format = format;
        this.encoder = FrameEncoder.of(format, FrameLimits.CEILING);
    }

    /** Gives what other nodes send from now on to a receiver, which must not block. */
    public void open(BiConsumer<String, F> receiver) {
        node.subscribe(subject, (from, message) -> receive(message, receiver));
    }

    /**
     * Sends to the same room elsewhere.
     *
     * @throws PayloadException if the format cannot carry the frame
     */
    public void send(String room, F frame) {
        Object prepared = encoder.prepare(frame);
        int size = encoder.size(prepared);
        byte[] name = room.getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[name.length + 1 + size];
        System.arraycopy(name, 0, message, 0, name.length);
        message[name.length] = '\n';
        encoder.write(prepared, message, name.length + 1, size);
        node.publish(subject, Payload.wrap(message));
    }

    private void receive(Payload message, BiConsumer<String, F> receiver) {
        ByteBuffer bytes = message.asByteBuffer();
        int end = 0;
        while (end < bytes.limit() && bytes.get(end) != '\n') {
            end++;
        }
        if (end > VisibleName.MAX_BYTES || end == bytes.limit()) {
            log.debug("event=ignored subject={} reason=no-room", subject);
            return;
        }
        String room =
                StandardCharsets.UTF_8.decode(bytes.duplicate().limit(end)).toString();
        try {
            new FrameDecoder<>(format, FrameLimits.CEILING)
                    .feed(bytes.position(end + 1), frame -> receiver.accept(room, frame));
        } catch (FrameException | PayloadException e) {
            log.debug("event=ignored subject={} reason=no-frame", subject, e);
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
