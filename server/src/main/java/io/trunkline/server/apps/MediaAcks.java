package io.trunkline.server.apps;

import io.trunkline.MediaRecord;
import io.trunkline.PayloadException;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledges each record of a connection once, in order.
 *
 * <pre>{@code
 * record ─▶ receiver ─▶ acknowledgement      acknowledgement, fewer than 8 bytes ─▶ nothing
 * }</pre>
 *
 * <p>One per connection. A peer that does not read its acknowledgements is not read either. Implements SPEC.md MED-2 to MED-8.
 */
final class MediaAcks implements ConnectionHandler<MediaRecord> {
    private static final Logger log = LoggerFactory.getLogger(MediaAcks.class);

    private final FrameConnection<MediaRecord> connection;
    private final Consumer<? super MediaRecord> receiver;
    private final Throttle throttle;

    MediaAcks(FrameConnection<MediaRecord> connection, Consumer<? super MediaRecord> receiver) {
        this.connection = connection;
        this.receiver = receiver;
        this.throttle = new Throttle(connection);
    }

    @Override
    public void onFrame(MediaRecord media) {
        if (!media.isAck()) {
            receiver.accept(media);
            connection.send(media.ack());
            throttle.afterSend();
        }
    }

    @Override
    public void onInvalid(PayloadException problem) {
        log.debug("conn={} event=media-record-dropped reason={}", connection.id(), problem.reason());
    }

    @Override
    public void onWritable(boolean writable) {
        throttle.onWritable(writable);
    }
}
