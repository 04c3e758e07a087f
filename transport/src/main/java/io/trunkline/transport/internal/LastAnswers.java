package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose peer has ended TLS, if the answers that were under way have not left in time.
 *
 * <p>Such a peer may keep its socket open and be silent for ever. Where half-open connections are allowed there is none of
 * these: the handler decides, and the idle timeout. Loop-confined.
 */
final class LastAnswers extends Deadline {
    /** As long as a request may take by default: who has said goodbye waits for nothing that takes longer. */
    static final long TIMEOUT_SECONDS = 5;

    private final TcpConnection connection;

    LastAnswers(TcpConnection connection) {
        this.connection = connection;
    }

    /** Called when the peer's end has come. */
    void begin() {
        EventLoop loop = connection.loop();
        loop.schedule(this, loop.nanos() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS));
    }

    @Override
    protected void onDeadline() {
        connection.close(CloseReason.of(
                CloseReason.Kind.REMOTE,
                "the peer ended the connection, and our answers did not leave within " + TIMEOUT_SECONDS + " s"));
    }
}
