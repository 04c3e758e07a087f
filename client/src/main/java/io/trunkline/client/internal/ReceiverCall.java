package io.trunkline.client.internal;

import io.trunkline.Receiver;
import io.trunkline.codec.internal.message.HeaderParser;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a user's receiver, and lets nothing out that it throws.
 *
 * <p>Thread-safe. Called for one event at a time; an event that does not bind is counted and gone.
 *
 * @param <T> what the receiver takes
 */
final class ReceiverCall<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverCall.class);

    private final String pattern;
    private final EventBinder<T> binder;
    private final Receiver<? super T> receiver;
    private final AtomicLong unusable = new AtomicLong();
    private volatile boolean warned;

    ReceiverCall(String pattern, EventBinder<T> binder, Receiver<? super T> receiver) {
        this.pattern = pattern;
        this.binder = binder;
        this.receiver = receiver;
    }

    void receive(Event event) {
        T value;
        try {
            value = binder.bind(event);
        } catch (Throwable e) {
            doesNotBind(e);
            return;
        }
        receive(value);
    }

    /** Does the same with what a parser has just read. */
    void receive(HeaderParser header, byte[] array) {
        T value;
        try {
            value = binder.bind(header, array);
        } catch (Throwable e) {
            doesNotBind(e);
            return;
        }
        receive(value);
    }

    private void receive(T value) {
        try {
            receiver.receive(value);
        } catch (Throwable e) {
            // An error too: it would end this drain, and with it the subscription, without a word.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            complain("receiver threw", e);
        }
    }

    private void doesNotBind(Throwable e) {
        unusable.incrementAndGet();
        complain("event does not bind", e);
    }

    /** The first one aloud: a receiver that fails once tends to fail for every event. */
    private void complain(String what, Throwable e) {
        if (warned) {
            LOG.debug("subscription={} {}", pattern, what, e);
        } else {
            warned = true;
            LOG.warn("subscription={} {}; further ones are logged at DEBUG", pattern, what, e);
        }
    }

    /** Counts the events that did not bind. */
    long unusable() {
        return unusable.get();
    }
}
