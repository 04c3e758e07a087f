package io.trunkline.client.internal;

import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.MessageReader;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.FrameClock;
import io.trunkline.transport.internal.TcpConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's conversation with a broker, from its first byte to its last.
 *
 * <pre>{@code
 *           system.initialize, or not waited for;
 *           then, with a token, system.auth accepted
 * GREETING ─────────────────────────────────────────▶ READY ──────▶ ENDED
 *    └────────────────── any end: connect fails ─────────────────────▲
 * }</pre>
 *
 * <p>Owned by its client, which may replace it by another session; what outlives connections, such as subscriptions, is the
 * client's. Loop-confined, except the parts that it hands out: {@link #calls} and {@link #line} are thread-safe.
 */
final class BrokerSession implements ConnectionLogic, InboundMessages.Session, Liveness.Session {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerSession.class);

    private enum State {
        GREETING,
        READY,
        ENDED
    }

    /** What a session tells its client. */
    interface Owner {
        /** The broker is there. On the loop. */
        void ready(BrokerSession session);

        /** The connection is gone, or is only showing its last frame; calls in flight end right after. On the loop, once. */
        void ended(BrokerSession session, CloseReason reason, String firstBytes);
    }

    private final SessionSettings settings;
    private final SubscriptionRegistry subscriptions;
    private final Owner owner;
    private final TcpConnection connection;
    private final SessionLine line;
    private final Calls calls;
    private final SessionControl control;
    private final Serving serving;
    private final Declarations.Wire servingWire;
    private final Login login;
    private final Handshake handshake;
    private final Liveness liveness;
    private final MessageReader reader;
    private final FrameClock clock;
    private final InboundMessages inbound;
    private final PeerGuess guess;
    private final Ending ending = new Ending();
    private State state = State.GREETING;
    private boolean greeted;
    private boolean loginRefused;
    private boolean ownerTold;

    private BrokerSession(
            SessionSettings settings,
            SubscriptionRegistry subscriptions,
            Owner owner,
            TcpConnection connection,
            @Nullable String token) {
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.owner = owner;
        this.connection = connection;
        line = new SessionLine(connection, settings);
        calls = new Calls(line);
        control = new SessionControl(line, calls, settings.requestTimeout());
        serving = new Serving(line, settings.served());
        servingWire = control.serving(settings.served());
        login = new Login(line, token);
        handshake = new Handshake(line, settings.framing(), settings.inboundLimits());
        liveness = new Liveness(connection.readingClock(), this);
        clock = new FrameClock(connection, connection::close);
        reader = reader(settings);
        inbound = new InboundMessages(this, subscriptions, connection);
        guess = new PeerGuess(settings.framing());
    }

    /**
     * Makes what the connector wants: logic that becomes a session as soon as it has a connection.
     *
     * @param token to log in with; null for none
     */
    static ConnectionLogic logic(
            SessionSettings settings, SubscriptionRegistry subscriptions, Owner owner, @Nullable String token) {
        return new SessionLogic(connection -> new BrokerSession(settings, subscriptions, owner, connection, token));
    }

    private static MessageReader reader(SessionSettings settings) {
        return settings.framing() == Framing.ENVELOPE
                ? MessageReader.brokerEnvelope(settings.inboundLimits(), 0)
                : MessageReader.lengthPrefixed(settings.inboundLimits());
    }

    Calls calls() {
        return calls;
    }

    /** Whether it is worth while to send anything over it. */
    boolean takesCalls() {
        return line.takesCalls();
    }

    SessionLine line() {
        return line;
    }

    /** What the broker is asked on the client's own account. */
    SessionControl control() {
        return control;
    }

    /** What the broker is asked on behalf of what is served. */
    Declarations.Wire servingWire() {
        return servingWire;
    }

    Serving serving() {
        return serving;
    }

    TcpConnection connection() {
        return connection;
    }

    @Override
    public void onOpen(TcpConnection opened) {
        liveness.start();
        if (!settings.awaitInitialize()) {
            goOn();
        }
    }

    private void becomeReady() {
        state = State.READY;
        owner.ready(this);
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        if (state == State.GREETING) {
            guess.see(array, from, to);
        }
        long before = reader.frames();
        try {
            reader.feed(array, from, to, inbound);
            clock.fed(to - from, reader.position());
            connection.holdsUnfinished(reader.allocated());
        } catch (FrameException e) {
            LOG.debug("conn={} event=bad-frame reason={} offset={}", connection.id(), e.reason(), e.offset());
            refuse(e);
            return;
        } finally {
            inbound.readEnded();
        }
        if (reader.frames() != before) {
            connection.countFrames(reader.frames() - before);
            liveness.heard();
        }
    }

    private void refuse(FrameException bad) {
        CloseReason reason = CloseReason.of(CloseReason.Kind.PROTOCOL, "the broker sent a bad frame", bad);
        if (state == State.READY) {
            connection.refuse(control.complaint(bad), reason);
            end(reason); // Now, not when the peer has read it: nothing that comes from it is an answer any more.
        } else {
            connection.close(reason); // Whoever has not even greeted reads no errors of ours.
        }
    }

    @Override
    public void initialized() {
        // Flags are announced by hello, and may come from then on.
        reader.accept(Hello.acceptedFlags(settings.framing()));
        greeted = true;
        goOn();
    }

    private void goOn() {
        if (!login.isDone()) {
            login.send();
            return;
        }
        if (greeted) {
            // Hello first: who learns that the session is ready writes at once, from another thread.
            handshake.sendHello();
        }
        if (state == State.GREETING) {
            becomeReady();
        }
    }

    private void loggedIn(@Nullable RuntimeException refused) {
        if (refused == null) {
            goOn();
            return;
        }
        loginRefused = true;
        connection.close(CloseReason.of(
                CloseReason.Kind.REFUSED, "the broker did not accept the login: " + refused.getMessage(), refused));
    }

    @Override
    public boolean answered(HeaderParser header, Answer answer) {
        if (login.isAnswer(header)) {
            loggedIn(login.outcome(answer));
            return true;
        }
        return calls.answered(header, answer) || helloAnswered(header, answer);
    }

    private boolean helloAnswered(HeaderParser header, Answer answer) {
        if (!handshake.answered(header, answer)) {
            return false;
        }
        ReplyException stranger = handshake.stranger();
        if (stranger != null) {
            connection.close(CloseReason.of(
                    CloseReason.Kind.REFUSED,
                    "the broker wants a login, and this client has no token: " + stranger.getMessage(),
                    stranger));
        }
        return true;
    }

    @Override
    public void late() {
        calls.late();
    }

    @Override
    public void shutdownAnnounced() {
        LOG.info("conn={} event=broker-shuts-down", connection.id());
    }

    @Override
    public void answerHeartbeat(HeaderParser header) {
        control.answerHeartbeat(header);
    }

    @Override
    public boolean requested(HeaderParser header, byte[] array) {
        return serving.request(header, array);
    }

    @Override
    public void refuse(HeaderParser header) {
        control.refuse(header);
    }

    @Override
    public void invalid(PayloadException error, boolean tooMany) {
        if (tooMany || state != State.READY) {
            connection.close(CloseReason.of(CloseReason.Kind.PROTOCOL, "the peer sends no broker messages", error));
        }
    }

    @Override
    public void unreadable(PayloadException error) {
        if (state == State.READY) {
            control.complain(error);
        }
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void sendHeartbeat() {
        control.sendHeartbeat();
    }

    @Override
    public void silent() {
        connection.close(CloseReason.of(
                CloseReason.Kind.HEARTBEAT, "no frame for " + Liveness.LOST_AFTER / 1_000_000_000 + " s"));
    }

    @Override
    public void onEnd() {
        try {
            reader.finish();
            connection.close(CloseReason.of(CloseReason.Kind.REMOTE, "the broker closed the connection"));
        } catch (FrameException e) {
            connection.close(
                    CloseReason.of(CloseReason.Kind.LOST, "the broker closed the connection inside a frame", e));
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        if (state != State.ENDED) {
            end(reason);
        }
    }

    private void end(CloseReason reason) {
        state = State.ENDED;
        line.ended(reason);
        ending.onDeadline();
    }

    private void tellEnd(CloseReason reason) {
        liveness.stop();
        clock.stop();
        subscriptions.detach(control);
        settings.served().detach(servingWire);
        serving.end();
        // The client before the calls: who sees his call fail finds the client closed, not about to be.
        if (!ownerTold) {
            owner.ended(this, reason, loginRefused ? "it wants another token" : guess.explain());
            ownerTold = true;
        }
        calls.close();
    }

    /** Tells of the end, and where there is no memory for that, once more: who has heard of it does nothing then. */
    private final class Ending extends Deadline {
        private static final long MEMORY_PAUSE = 100_000_000;

        @Override
        protected void onDeadline() {
            try {
                tellEnd(line.endReason());
            } catch (OutOfMemoryError e) {
                connection.loop().schedule(this, connection.loop().nanos() + MEMORY_PAUSE);
            }
        }
    }
}
