package io.trunkline.client.internal;

import io.trunkline.Message;

/**
 * A published message on its way to a receiver, shared by all subscriptions that it matches.
 *
 * <p>Immutable.
 *
 * @param message header and payload, owned
 */
record Event(Message message) {
    /** What a message costs beside its payload: header, objects, queue slot. */
    private static final int OVERHEAD = 128;

    /** Tells what it costs while it waits. */
    long bytes() {
        return (long) message.payload().size() + OVERHEAD;
    }
}
