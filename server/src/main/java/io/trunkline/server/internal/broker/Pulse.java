package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.ReadingClock;

/**
 * Keeps one connection's heartbeat: the shell around {@link Heartbeat} that has the clock and sends.
 *
 * <p>Loop-confined. A sign of life only writes a number; the deadline stays where it is and finds out when it fires, so a
 * busy connection costs two deadlines a minute. The clock stands still while we do not read: a peer that we do not listen
 * to is not silent.
 */
final class Pulse extends Deadline {
    private static final byte[] PING = Heads.ping(TopicName.of("system.heartbeat"));

    private final ClientSession session;
    private final ReadingClock clock;
    private final Heartbeat heartbeat;
    private final CloseReason silent;
    private boolean stopped;

    Pulse(ClientSession session) {
        this.session = session;
        this.clock = session.connection().readingClock();
        this.heartbeat = new Heartbeat(session.options(), clock.nanos());
        this.silent = CloseReasons.silent(session.options().deadAfter());
        clock.schedule(this, heartbeat.nextStepAt());
    }

    void sign() {
        heartbeat.sign(clock.nanos());
        session.info().sign(session.connection().loop().nanos());
    }

    void stop() {
        stopped = true;
        clock.cancel(this);
    }

    @Override
    protected void onDeadline() {
        if (stopped) {
            return;
        }
        switch (heartbeat.step(clock.nanos())) {
            case WAIT -> {}
            case PING -> session.outbox().send(PING, ControlJson.EMPTY_OBJECT);
            case DEAD -> {
                session.connection().close(silent);
                return;
            }
        }
        clock.schedule(this, heartbeat.nextStepAt());
    }
}
