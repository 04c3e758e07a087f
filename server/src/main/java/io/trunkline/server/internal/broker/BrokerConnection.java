package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.FrameReasons;
import io.trunkline.codec.internal.frame.MessageReader;
import io.trunkline.codec.internal.frame.MessageSink;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.FrameClock;
import io.trunkline.transport.internal.TcpConnection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One broker connection from its first byte to its last: frames to messages, messages to the router, errors back.
 *
 * <pre>{@code
 *             initialize sent
 * onOpen ─▶ SERVING ──peer's FIN──▶ LEAVING (answers what runs) ──▶ closed after writes
 *              ├──bad or late frame, 17th error──▶ REFUSED (error shown, rest of the input thrown away)
 *              └──60 s of silence────────▶ closed
 * }</pre>
 *
 * <p>Loop-confined. What other threads need of the client is in its {@link ClientSession}.
 */
final class BrokerConnection implements ConnectionLogic, MessageSink {
    /** What a request without a timeout gets (SPEC.md, timeouts). */
    private static final long DEFAULT_TIMEOUT_MS = 5_000;

    private enum State {
        SERVING,
        LEAVING,
        REFUSED
    }

    private final Broker broker;
    private final Router router;
    private final SystemTopics systemTopics;
    private final BrokerListener listener;
    private final MessageReader reader;
    private final Faults faults;
    private State state = State.SERVING;
    private boolean introduced;
    private long framesSeen;
    private @Nullable HeaderParser parser;
    private @Nullable ClientSession session;
    private @Nullable Pulse pulse;
    private @Nullable FrameClock clock;

    BrokerConnection(Broker broker, BrokerListener listener) {
        this.broker = broker;
        this.router = broker.router();
        this.systemTopics = broker.systemTopics();
        this.listener = listener;
        FrameLimits limits = FrameLimits.of(listener.maxFrame());
        this.reader = listener.framing() == Framing.ENVELOPE
                ? MessageReader.brokerEnvelope(limits, 0)
                : MessageReader.lengthPrefixed(limits);
        this.faults = new Faults(broker.settings().protocolErrors(), () -> refuse(null, CloseReasons.TOO_MANY_FAULTS));
    }

    private FrameClock clock() {
        return Objects.requireNonNull(clock, "set by onOpen");
    }

    private ClientSession session() {
        return Objects.requireNonNull(session, "set by onOpen");
    }

    @Override
    public void onOpen(TcpConnection connection) {
        PeerFeatures features = PeerFeatures.unknown(listener.framing(), listener.maxFrame());
        ClientSession opened = new ClientSession(connection, broker, features, faults, listener.ordered());
        // Whole before anybody hears of it: onClose takes all of it back, whatever fails from here on.
        parser = broker.parserOf(connection.loop());
        clock = new FrameClock(connection, late -> refuse(null, late));
        pulse = new Pulse(opened);
        session = opened;
        // Greeted first, then known: once it is known, others may write to it.
        opened.outbox().send(SystemTopics.INITIALIZE, ControlJson.EMPTY_OBJECT);
        broker.add(opened);
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        if (state != State.SERVING) {
            return;
        }
        try {
            reader.feed(array, from, to, this);
            clock().fed(to - from, reader.position());
        } catch (FrameException e) {
            refuse(badFrame(e), CloseReason.of(CloseReason.Kind.PROTOCOL, "the peer sent a bad frame", e));
        }
        session().connection().holdsUnfinished(reader.allocated());
        long seen = reader.frames() - framesSeen;
        if (seen > 0) {
            framesSeen += seen;
            session().connection().countFrames(seen);
            Objects.requireNonNull(pulse, "set by onOpen").sign();
        }
    }

    private static Reply.Failure badFrame(FrameException e) {
        boolean tooLarge = e.reason().equals(FrameReasons.FRAME_TOO_LARGE);
        ErrorCode code = tooLarge ? ErrorCode.PAYLOAD_TOO_LARGE : ErrorCode.MALFORMED_MESSAGE;
        return new Reply.Failure(code, String.valueOf(e.getMessage()), Map.of("reason", e.reason(), "executed", "no"));
    }

    @Override
    public boolean message(int flags, byte[] array, int offset, int length) {
        HeaderParser header = Objects.requireNonNull(parser, "set by onOpen");
        if (header.tryParse(array, offset, length)) {
            boolean binary = (flags & EnvelopeFlags.BINARY) != 0;
            dispatch(
                    header.action(),
                    head(header),
                    new Body(array, header.payloadStart(), header.payloadLength(), binary));
        } else {
            malformed(header.failure());
        }
        return state == State.SERVING;
    }

    private static RequestHead head(HeaderParser header) {
        UUID id = header.hasRequestId() ? new UUID(header.requestIdHigh(), header.requestIdLow()) : null;
        UUID parent = header.hasParentId() ? new UUID(header.parentIdHigh(), header.parentIdLow()) : null;
        long timeout = header.timeoutMs() == 0 ? DEFAULT_TIMEOUT_MS : header.timeoutMs();
        return new RequestHead(header.topic(), header.version(), id, parent, TimeUnit.MILLISECONDS.toNanos(timeout));
    }

    private void dispatch(Action action, RequestHead head, Body payload) {
        if (head.topic().isSystem()) {
            systemTopics.handle(this, action, head, payload);
            return;
        }
        switch (action) {
            case PUBLISH -> router.publish(session(), head, payload);
            case REQUEST -> router.request(session(), head, payload);
            case RESPONSE -> router.response(session(), head, payload);
        }
    }

    @Override
    public boolean invalid(PayloadException error) {
        malformed(error);
        return state == State.SERVING;
    }

    private void malformed(PayloadException error) {
        session()
                .sendError(new Reply.Failure(
                        ErrorCode.MALFORMED_MESSAGE,
                        String.valueOf(error.getMessage()),
                        Map.of("reason", error.reason(), "executed", "no")));
        faults.count();
    }

    /** Shows the error, if there is one, and closes; nothing more of the input is looked at. */
    private void refuse(Reply.@Nullable Failure shown, CloseReason reason) {
        if (state == State.REFUSED) {
            return;
        }
        state = State.REFUSED;
        clock().stop();
        ClientSession client = session();
        broker.remove(client);
        client.connection()
                .refuse(shown == null ? null : client.outbox().frames(Heads.error(), ControlJson.body(shown)), reason);
    }

    @Override
    public void onEnd() {
        if (state == State.SERVING) {
            state = State.LEAVING;
            clock().stop();
            Objects.requireNonNull(pulse, "set by onOpen").stop();
            broker.deregister(session());
            session().leave(endReason());
        }
    }

    /** A frame that the end cut short is a bad one, and shown; what came whole before it is still answered. */
    private CloseReason endReason() {
        try {
            reader.finish();
            return CloseReasons.PEER_ENDED;
        } catch (FrameException e) {
            session().sendError(badFrame(e));
            return CloseReason.of(CloseReason.Kind.PROTOCOL, "the peer ended inside a frame", e);
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        if (session != null) {
            Objects.requireNonNull(pulse, "set by onOpen").stop();
            clock().stop();
            broker.remove(session);
            session.running().abandonAll();
        }
    }

    /** The peer has said hello: its flags are used towards it from now on, and ours accepted. False the second time. */
    boolean introduce(PeerFeatures features) {
        if (introduced) {
            return false;
        }
        introduced = true;
        session().outbox().features(features);
        reader.accept(EnvelopeFlags.NEGOTIABLE);
        return true;
    }

    /** What this listener lets a peer announce, and announces itself. */
    BrokerListener listener() {
        return listener;
    }

    ClientSession client() {
        return session();
    }
}
