package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;

/**
 * Keeps one connection's heartbeat: the shell around {@link Heartbeat} that has the clock and sends.
 *
 * <p>Loop-confined. A sign of life only writes a number; the deadline stays where it is and finds out when it fires, so a
 * busy connection costs two deadlines a minute.
 */
final class Pulse extends Deadline {
    private static final byte[] PING = Heads.ping(TopicName.of("system.heartbeat"));

    private final ClientSession session;
    private final EventLoop loop;
    private final Heartbeat heartbeat;
    private boolean stopped;
    private boolean stands;
    private long standsSince;

    Pulse(ClientSession session) {
        this.session = session;
        this.loop = session.connection().loop();
        this.heartbeat = new Heartbeat(loop.nanos());
        loop.schedule(this, heartbeat.nextStepAt());
    }

    void sign() {
        long now = loop.nanos();
        heartbeat.sign(now);
        session.info().sign(now);
    }

    /** Stands still from now on: we do not read, so we cannot hear. */
    void stand() {
        standsSince = loop.nanos();
        stands = true;
        loop.cancel(this);
    }

    /** Goes on where it stood. */
    void goOn() {
        stands = false;
        if (stopped) {
            return;
        }
        heartbeat.excuse(loop.nanos() - standsSince);
        loop.schedule(this, heartbeat.nextStepAt());
    }

    void stop() {
        stopped = true;
        loop.cancel(this);
    }

    @Override
    protected void onDeadline() {
        if (stopped || stands) {
            return;
        }
        switch (heartbeat.step(loop.nanos())) {
            case WAIT -> {}
            case PING -> session.outbox().send(PING, ControlJson.EMPTY_OBJECT);
            case DEAD -> {
                session.connection().close(CloseReasons.SILENT);
                return;
            }
        }
        loop.schedule(this, heartbeat.nextStepAt());
    }
}
