package io.trunkline.server.internal.frame;

import io.trunkline.ClosedException;
import io.trunkline.ErrorCode;
import io.trunkline.JsonMessage;
import io.trunkline.QueueFullException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.json.JsonReading;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.FrameRates;
import io.trunkline.server.internal.admission.RateRules;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.FrontHandler;
import java.util.Map;

/**
 * Answers the JSON messages that a connection sends too fast, in front of the user's handler, which does not see them.
 *
 * <pre>{@code
 * message ─▶ within the rate? ─ yes ─▶ the handler
 *                └ no ─▶ counted, answered {"type":"error","code":"RATE_LIMITED",…}
 * }</pre>
 *
 * <p>Runs where the handler runs. Implements SPEC.md section 6.1.
 */
final class RefusedFrames implements FrontHandler<JsonMessage> {
    private static final JsonMessage ANSWER = JsonMessage.of(
            "error", Map.of("message", "Too many messages in this time", "code", ErrorCode.RATE_LIMITED.name()));

    private final FrameConnection<JsonMessage> connection;
    private final ConnectionHandler<JsonMessage> handler;
    private final FrameRates rates;
    private final Observation observation;

    private RefusedFrames(
            FrameConnection<JsonMessage> connection,
            ConnectionHandler<JsonMessage> handler,
            FrameRates rates,
            Observation observation) {
        this.connection = connection;
        this.handler = handler;
        this.rates = rates;
        this.observation = observation;
    }

    /** Whether a format can carry the answer: that of JSON messages with a type. */
    static boolean canAnswer(FrameFormat<?> format) {
        return JsonReading.isTyped(format);
    }

    /** Puts the answers in front of a factory whose format can carry them. */
    @SuppressWarnings("unchecked") // F is JsonMessage there
    static <F> ConnectionHandler.Factory<F> answering(
            ConnectionHandler.Factory<F> factory, RateRules rules, Observation observation) {
        ConnectionHandler.Factory<JsonMessage> users = (ConnectionHandler.Factory<JsonMessage>) (Object) factory;
        ConnectionHandler.Factory<JsonMessage> answering = connection ->
                new RefusedFrames(connection, users.open(connection), new FrameRates(rules, connection), observation);
        return (ConnectionHandler.Factory<F>) (Object) answering;
    }

    @Override
    public ConnectionHandler<JsonMessage> next() {
        return handler;
    }

    @Override
    public void onFrame(JsonMessage message) throws Exception {
        if (rates.tryTake()) {
            handler.onFrame(message);
            return;
        }
        observation.refused(Refusal.Reason.RATE, connection.remoteAddress(), "too many messages in this time");
        try {
            connection.send(ANSWER);
        } catch (QueueFullException | ClosedException e) {
            // A peer that reads none of its answers need not get this one; it is counted, and the handler has not
            // failed.
            return;
        }
    }
}
