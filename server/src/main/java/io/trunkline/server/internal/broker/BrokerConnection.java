package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.FrameException;
import io.trunkline.Identity;
import io.trunkline.PayloadException;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.FrameReasons;
import io.trunkline.codec.internal.frame.MessageReader;
import io.trunkline.codec.internal.frame.MessageSink;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.Entrance;
import io.trunkline.server.internal.admission.PeerRates;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.FrameClock;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One broker connection from its first byte to its last: frames to messages, messages to the router, errors back.
 *
 * <pre>{@code
 *             who it is, where that is asked: LoginPhase
 * onOpen ─▶ AUTHENTICATING ─▶ SERVING ──peer's FIN──▶ LEAVING (answers what runs) ──▶ closed after writes
 *                  │           ├──bad or late frame, 17th error──▶ REFUSED (error shown, rest of the input thrown away)
 *                  │           └──60 s of silence────────▶ closed
 *                  └──not let in──▶ REFUSED
 * }</pre>
 *
 * <p>Loop-confined. What other threads need of the client is in its {@link ClientSession}.
 */
final class BrokerConnection implements ConnectionLogic, MessageSink, LoginPhase.Host {
    private static final Reply RATE_LIMITED =
            new Reply.Failure(ErrorCode.RATE_LIMITED, "Too many messages in this time", Map.of("executed", "no"));

    private enum State {
        AUTHENTICATING,
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
    private State state = State.AUTHENTICATING;
    private @Nullable LoginPhase login;
    private @Nullable PeerRates rates;
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
        this.faults = new Faults(
                broker.settings().protocolErrors(), this::forgiven, () -> refuse(null, CloseReasons.TOO_MANY_FAULTS));
    }

    private void forgiven() {
        broker.observation()
                .protocolError(session().connection(), "a message that cannot be taken; the peer is told why");
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
        ClientSession opened = new ClientSession(connection, broker, features, faults, listener);
        // Whole before anybody hears of it: onClose takes all of it back, whatever fails from here on.
        parser = broker.parserOf(connection.loop());
        clock = new FrameClock(connection, late -> refuse(null, late));
        session = opened;
        Entrance entrance = broker.entrance();
        if (entrance.logins() == null) {
            greet();
            serve();
        } else {
            reader.limits(FrameLimits.of(Math.min(Entrance.MAX_INPUT, listener.maxFrame())));
            login = new LoginPhase(this, connection, entrance, entrance.logins());
            login.begin();
        }
    }

    @Override
    public void greet() {
        session().outbox().send(SystemTopics.INITIALIZE, ControlJson.EMPTY_OBJECT);
    }

    @Override
    public void ready(Identity identity, @Nullable RequestHead answered) {
        if (answered == null) {
            greet();
        } else {
            session().refuse(answered, ControlJson.SUCCESS);
        }
        reader.limits(FrameLimits.of(listener.maxFrame()));
        serve();
    }

    /** It was greeted first and is known now: from here on others may write to it. */
    private void serve() {
        ClientSession client = session();
        Entrance entrance = broker.entrance();
        Identity identity = client.identity().orElse(null);
        client.grant(entrance.grants().apply(identity));
        rates = entrance.rates() == null
                ? null
                : new PeerRates(entrance.rates(), identity == null ? null : identity.name());
        pulse = new Pulse(client);
        state = State.SERVING;
        broker.add(client);
    }

    @Override
    public void turnAway(@Nullable RequestHead answered, Reply.Failure shown, CloseReason reason) {
        byte[] head =
                answered == null ? Heads.error() : Heads.response(answered.topic(), answered.version(), answered.id());
        refuse(head, shown, reason);
    }

    @Override
    public void onDrain(Duration grace, CloseReason reason) {
        if (state == State.AUTHENTICATING) {
            endLogin();
            session().connection().closeAfterWrites(reason);
        }
    }

    private void endLogin() {
        if (login != null) {
            login.end();
        }
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        if (!isReading()) {
            return;
        }
        try {
            feed(array, from, to);
            clock().fed(to - from, reader.position());
        } catch (FrameException e) {
            badFrame(e, CloseReason.of(CloseReason.Kind.PROTOCOL, "the peer sent a bad frame", e));
        }
        session().connection().holdsUnfinished(reader.allocated());
        long seen = reader.frames() - framesSeen;
        if (seen > 0) {
            framesSeen += seen;
            session().connection().countFrames(seen);
            if (pulse != null) {
                pulse.sign();
            }
        }
    }

    private boolean isReading() {
        return state == State.SERVING || state == State.AUTHENTICATING;
    }

    private void badFrame(FrameException bad, CloseReason reason) {
        if (state == State.AUTHENTICATING && login != null) {
            login.fault();
        } else {
            refuse(badFrame(bad), reason);
        }
    }

    /** Events are gathered while one read is looked at, and go out with its end. */
    private void feed(byte[] array, int from, int to) {
        try {
            reader.feed(array, from, to, this);
        } finally {
            session().fanOut().handOver();
        }
    }

    private static Reply.Failure badFrame(FrameException e) {
        boolean tooLarge = e.reason().equals(FrameReasons.FRAME_TOO_LARGE);
        ErrorCode code = tooLarge ? ErrorCode.PAYLOAD_TOO_LARGE : ErrorCode.MALFORMED_MESSAGE;
        return new Reply.Failure(code, String.valueOf(e.getMessage()), Map.of("reason", e.reason(), "executed", "no"));
    }

    @Override
    public boolean message(int flags, byte[] array, int offset, int length) {
        return message(flags, array, offset, length, false);
    }

    @Override
    public boolean owned(int flags, byte[] array, int offset, int length) {
        return message(flags, array, offset, length, true);
    }

    private boolean message(int flags, byte[] array, int offset, int length, boolean owned) {
        HeaderParser header = Objects.requireNonNull(parser, "set by onOpen");
        if (header.tryParse(array, offset, length)) {
            boolean binary = (flags & EnvelopeFlags.BINARY) != 0;
            dispatch(
                    header.action(),
                    RequestHead.of(header, broker.timeoutNanos(header.timeoutMs())),
                    new Body(array, header.payloadStart(), header.payloadLength(), binary, owned, null));
        } else {
            malformed(header.failure());
        }
        return isReading();
    }

    /** The one place where messages enter: what is not authenticated gets no further, and what comes too often neither. */
    private void dispatch(Action action, RequestHead head, Body payload) {
        if (state == State.AUTHENTICATING && login != null) {
            login.message(action, head, payload);
        } else if (login != null
                && action == Action.REQUEST
                && head.topic().lower().equals(LoginPhase.TOPIC)) {
            turnAway(head, LoginPhase.secondLogin(), CloseReasons.SECOND_LOGIN);
        } else if (isTooOften(action, head)) {
            tooOften(action, head);
        } else {
            route(action, head, payload);
        }
    }

    private boolean isTooOften(Action action, RequestHead head) {
        return rates != null
                && action != Action.RESPONSE
                && !head.topic().lower().equals(SystemTopics.HEARTBEAT)
                && !rates.tryTake(head.topic());
    }

    private void tooOften(Action action, RequestHead head) {
        session().refused(Refusal.Reason.RATE, "it requests or publishes more often than it may");
        session().fanOut().flush(); // Answers keep the order of what they answer.
        if (action == Action.PUBLISH) {
            session().refuse(head, RATE_LIMITED);
        } else {
            session().refuseRequest(head, RATE_LIMITED);
        }
    }

    private void route(Action action, RequestHead head, Body payload) {
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
        return isReading();
    }

    private void malformed(PayloadException error) {
        broker.counters().malformed.increment();
        if (state == State.AUTHENTICATING && login != null) {
            login.fault();
            return;
        }
        session()
                .sendError(new Reply.Failure(
                        ErrorCode.MALFORMED_MESSAGE,
                        String.valueOf(error.getMessage()),
                        Map.of("reason", error.reason(), "executed", "no")));
        faults.count();
    }

    /** Shows the error, if there is one, and closes; nothing more of the input is looked at. */
    private void refuse(Reply.@Nullable Failure shown, CloseReason reason) {
        refuse(Heads.error(), shown, reason);
    }

    private void refuse(byte[] head, Reply.@Nullable Failure shown, CloseReason reason) {
        if (state == State.REFUSED) {
            return;
        }
        state = State.REFUSED;
        clock().stop();
        endLogin();
        ClientSession client = session();
        broker.counters().failed.increment();
        broker.remove(client);
        client.connection()
                .refuse(shown == null ? null : client.outbox().frames(head, ControlJson.body(shown)), reason);
    }

    @Override
    public void onEnd() {
        if (state == State.AUTHENTICATING) {
            state = State.LEAVING;
            clock().stop();
            endLogin();
            session().connection().closeAfterWrites(CloseReasons.PEER_ENDED);
        } else if (state == State.SERVING) {
            state = State.LEAVING;
            clock().stop();
            stopPulse();
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
            endLogin();
            stopPulse();
            clock().stop();
            broker.remove(session);
            session.running().abandonAll();
        }
    }

    private void stopPulse() {
        if (pulse != null) {
            pulse.stop();
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
