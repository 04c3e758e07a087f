package io.trunkline.client.internal;

import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.frame.MessageSink;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.transport.internal.TcpConnection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the headers of what the broker sends and hands each message to whom it concerns.
 *
 * <pre>{@code
 * response ─▶ with an id: the call in flight      without: an error nobody can be told, or a heartbeat's answer
 * publish  ─▶ initialize, shutdown: the session   others: the subscriptions that match
 * request  ─▶ heartbeat: answered                 others: what is served, else refused
 * }</pre>
 *
 * <p>Loop-confined. A message that does not parse costs itself alone; sixteen of them, and the peer is none.
 */
final class InboundMessages implements MessageSink {
    private static final Logger LOG = LoggerFactory.getLogger(InboundMessages.class);

    /** SPEC.md section 2.5: a peer that only errs is not worth a connection. */
    private static final int ERROR_BUDGET = 16;

    /** What the session does with messages that are no events. */
    interface Session {
        void initialized();

        void shutdownAnnounced();

        /** Hands an answer to whoever asked; false if nobody did, or does any more. */
        boolean answered(HeaderParser header, Answer answer);

        /** Counts an answer that nobody waits for. */
        void late();

        void answerHeartbeat(HeaderParser header);

        /** Hands a request to whoever answers it; false if nobody does. */
        boolean requested(HeaderParser header, byte[] array);

        void refuse(HeaderParser header);

        /** Tells the sender of a message whose header cannot be read. */
        void unreadable(PayloadException error);

        /** Takes note of a message that cannot be read; too many, and the peer is no broker. */
        void invalid(PayloadException error, boolean tooMany);

        /** False once the connection is closed: what follows is thrown away. */
        boolean isOpen();
    }

    private final ReadEvent event;
    private final HeaderParser header;
    private final Session session;
    private final SubscriptionRegistry subscriptions;
    private final TcpConnection connection;
    private int errors;

    InboundMessages(Session session, SubscriptionRegistry subscriptions, TcpConnection connection) {
        this.event = ReadEvent.of(connection.loop());
        this.header = event.header();
        this.session = session;
        this.subscriptions = subscriptions;
        this.connection = connection;
    }

    @Override
    public boolean message(int flags, byte[] array, int offset, int length) {
        if (!header.tryParse(array, offset, length)) {
            session.unreadable(header.failure());
            return invalid(header.failure());
        }
        switch (header.action()) {
            case RESPONSE -> response(flags, array);
            case PUBLISH -> publish(array);
            case REQUEST -> request(array);
        }
        return session.isOpen();
    }

    @Override
    public boolean invalid(PayloadException error) {
        LOG.debug("conn={} event=invalid-message {}", connection.id(), error.getMessage());
        session.invalid(error, ++errors > ERROR_BUDGET);
        return session.isOpen();
    }

    private void response(int flags, byte[] array) {
        if (header.hasRequestId() && session.answered(header, answer(flags, array))) {
            return;
        }
        if (header.topic().equals(SystemTopics.HEARTBEAT)) {
            return;
        }
        if (header.hasRequestId()) {
            session.late();
            return;
        }
        // An error without an id is about a one-way message, or about bytes that the broker could not read.
        LOG.debug("conn={} event=uncorrelated-response topic={}", connection.id(), header.topic());
    }

    private Answer answer(int flags, byte[] array) {
        return new Answer(array, header.payloadStart(), header.payloadLength(), (flags & EnvelopeFlags.BINARY) != 0);
    }

    private void publish(byte[] array) {
        if (header.topic().isSystem() && isForSession()) {
            return;
        }
        List<ActiveSubscription<?>> receivers = subscriptions.dispatch(header.topic());
        if (receivers.isEmpty()) {
            return;
        }
        event.at(array);
        for (int i = 0; i < receivers.size(); i++) {
            receivers.get(i).deliver(event);
        }
        event.forget();
    }

    /** Has the receivers told that have got events of this read. */
    void readEnded() {
        event.readEnded();
    }

    private boolean isForSession() {
        if (header.topic().equals(SystemTopics.INITIALIZE)) {
            session.initialized();
            return true;
        }
        if (header.topic().equals(SystemTopics.SHUTDOWN)) {
            session.shutdownAnnounced();
            return true;
        }
        return false;
    }

    private void request(byte[] array) {
        if (header.topic().equals(SystemTopics.HEARTBEAT)) {
            session.answerHeartbeat(header);
        } else if (!session.requested(header, array) && header.hasRequestId()) {
            session.refuse(header);
        }
    }
}
