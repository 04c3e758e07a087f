package io.trunkline.transport.internal.stream;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.ErrorCode;
import io.trunkline.FrameException;
import io.trunkline.ReplyException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.codec.internal.mux.StreamEnd;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How a stream ended, in the words of those who were using it.
 *
 * <p>Immutable. Everyone who asks gets an exception of their own, with their own stack trace.
 *
 * @param stream shows which, of which connection
 * @param end what the multiplexer says
 * @param connection why the connection ended, where that is what ended the stream
 * @param writeStall how long written bytes may wait
 */
record StreamOutcome(String stream, StreamEnd end, CloseReason connection, Duration writeStall) {
    /** Stands for the connection of a stream that did not end with it. */
    static final CloseReason NOT_ENDED = CloseReason.of(CloseReason.Kind.LOCAL, "the connection is open");

    private static final int MAX_CODE = 200;

    /** Reasons of a peer that has done nothing for the stream, and how a program may take them. */
    private static final Map<String, ErrorCode> REFUSALS = Map.of(
            "TOO_MANY_STREAMS",
            ErrorCode.SERVICE_UNAVAILABLE,
            "BUSY",
            ErrorCode.SERVICE_UNAVAILABLE,
            "SHUTTING_DOWN",
            ErrorCode.SERVICE_UNAVAILABLE,
            "CONFLICT",
            ErrorCode.SERVICE_UNAVAILABLE,
            ErrorCode.RATE_LIMITED.name(),
            ErrorCode.RATE_LIMITED,
            TypeFilter.UNKNOWN_TYPE,
            ErrorCode.MALFORMED_MESSAGE);

    /** Whether the peer closed it without a reason. */
    boolean isPeersClose() {
        return end.cause() == StreamEnd.Cause.PEER && end.reason() == null;
    }

    /** Whether nobody failed it. */
    boolean isOrderly() {
        return end.reason() == null && end.cause() != StreamEnd.Cause.CONNECTION_LOST;
    }

    /** What to throw at someone who reads or writes after it. */
    TrunklineException exception(Delivery delivery) {
        return switch (end.cause()) {
            case LOCAL -> new ClosedException(stream + " was closed by this side", delivery);
            case PEER -> byPeer(delivery);
            case COLLISION -> refused("CONFLICT", "both sides opened it at once");
            case PEER_ERROR ->
                new FrameException(reason(), stream + " was ended: the peer sent or granted more than it may", 0);
            case STALLED -> stalled(delivery);
            case CONNECTION_LOST -> lost(delivery);
        };
    }

    private String reason() {
        return Objects.requireNonNullElse(end.reason(), end.cause().name());
    }

    private TrunklineException byPeer(Delivery delivery) {
        String reason = end.reason();
        if (reason == null) {
            return new ClosedException(stream + " was closed by the peer", delivery);
        }
        return refused(reason, "the peer has refused or reset it");
    }

    private ReplyException refused(String reason, String text) {
        ErrorCode refusal = REFUSALS.get(reason);
        ErrorCode code = refusal == null ? code(reason) : refusal;
        String executed = refusal == null ? "maybe" : "no";
        return ReplyException.received(
                code, stream + ": " + text, Map.of("reason", code(reason).name(), "executed", executed));
    }

    /** A peer may write any text. */
    private static ErrorCode code(String reason) {
        String cut = reason.length() > MAX_CODE ? reason.substring(0, MAX_CODE) : reason;
        boolean usable = !cut.isEmpty() && cut.chars().noneMatch(Character::isISOControl);
        return usable ? ErrorCode.of(cut) : ErrorCode.INTERNAL_ERROR;
    }

    private TrunklineException stalled(Delivery delivery) {
        return new RequestTimeoutException(
                stream + " could send nothing for " + writeStall
                        + ": the peer granted no credit; if both sides write before they read, they wait for each other",
                writeStall,
                delivery);
    }

    private TrunklineException lost(Delivery delivery) {
        return connection.kind() == CloseReason.Kind.LOCAL
                ? new ClosedException(stream + " ended with its connection, which this side closed", delivery)
                : new ConnectionLostException(stream, connection, delivery);
    }
}
