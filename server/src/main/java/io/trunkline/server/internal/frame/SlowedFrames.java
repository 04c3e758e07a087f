package io.trunkline.server.internal.frame;

import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.FrameRates;
import io.trunkline.server.internal.admission.RateRules;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.PauseReason;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection no faster than its rate allows, in front of the logic of a frame listener whose format has no error.
 *
 * <pre>{@code
 * READING ──a read has brought more frames than there is room for──▶ PAUSED, counted ──there is room for one──▶ READING
 * }</pre>
 *
 * <p>Every frame that was read is handed on: a dropped one would be a hole in a file or a byte stream, and its sender would never
 * hear of it. What is not read waits in the peer's own queue. Loop-confined.
 */
final class SlowedFrames extends Deadline implements ConnectionLogic {
    private final ConnectionLogic logic;
    private final RateRules rules;
    private final Observation observation;
    private @Nullable TcpConnection connection;
    private @Nullable FrameRates rates;

    SlowedFrames(ConnectionLogic logic, RateRules rules, Observation observation) {
        this.logic = logic;
        this.rules = rules;
        this.observation = observation;
    }

    private TcpConnection connection() {
        return Objects.requireNonNull(connection, "onOpen comes first");
    }

    @Override
    public void onOpen(TcpConnection opened) {
        connection = opened;
        rates = new FrameRates(rules, opened);
        logic.onOpen(opened);
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        long before = connection().stats().framesRead();
        logic.onBytes(array, from, to);
        charge((int) (connection().stats().framesRead() - before));
    }

    private void charge(int frames) {
        long wait = frames == 0
                ? 0
                : Objects.requireNonNull(rates, "onOpen comes first").take(frames);
        if (wait > 0 && connection().isOpen()) {
            observation.refused(
                    Refusal.Reason.RATE,
                    connection().remoteAddress(),
                    "too many frames in this time: it is read more slowly");
            connection().pauseReading(PauseReason.RATE);
            connection().loop().schedule(this, connection().loop().nanos() + wait);
        }
    }

    @Override
    protected void onDeadline() {
        connection().resumeReading(PauseReason.RATE);
    }

    @Override
    public void onWritable(boolean writable) {
        logic.onWritable(writable);
    }

    @Override
    public void onEnd() {
        logic.onEnd();
    }

    @Override
    public void onDrain(Duration grace, CloseReason reason) {
        logic.onDrain(grace, reason);
    }

    @Override
    public void onClose(CloseReason reason) {
        connection().loop().cancel(this);
        logic.onClose(reason);
    }
}
