package io.trunkline.server.internal.frame;

import io.trunkline.ErrorCode;
import io.trunkline.codec.internal.mux.StreamEnd;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.FrameRates;
import io.trunkline.server.internal.admission.RateRules;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.internal.stream.StreamWatch;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the streams that a peer opens too fast, and counts the streams of one connection.
 *
 * <p>Loop-confined.
 */
final class ServedStreams extends StreamWatch {
    private final TcpConnection connection;
    private final @Nullable FrameRates rates;
    private final Observation observation;

    ServedStreams(TcpConnection connection, @Nullable RateRules rules, Observation observation) {
        this.connection = connection;
        this.rates = rules == null ? null : new FrameRates(rules, connection);
        this.observation = observation;
    }

    @Override
    public @Nullable String refusal() {
        return rates == null || rates.tryTake() ? null : ErrorCode.RATE_LIMITED.name();
    }

    @Override
    public void opened() {
        observation.streams().opened();
    }

    @Override
    public void refused(String reason) {
        Refusal.Reason sort = observation.streams().refused(reason);
        if (sort != null) {
            observation.refused(sort, connection.remoteAddress(), "a stream is refused: " + reason);
        }
    }

    @Override
    public void ended(StreamEnd end) {
        observation.streams().ended(end);
    }
}
