package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message as a payload of its own.
 *
 * <p>Caller-confined.
 */
final class PayloadReader implements FrameReader<Payload>, MessageSink {
    private final MessageReader messages;

    /** Set while fed. */
    private @Nullable FrameConsumer<? super Payload> out;

    PayloadReader(MessageReader messages) {
        this.messages = messages;
    }

    @Override
    public void feed(byte[] array, int from, int to, FrameConsumer<? super Payload> consumer) {
        out = consumer;
        try {
            messages.feed(array, from, to, this);
        } finally {
            out = null;
        }
    }

    @Override
    public boolean message(int flags, byte[] array, int offset, int length) {
        return consumer().frame(Payloads.copy(array, offset, length));
    }

    @Override
    public boolean owned(int flags, byte[] array, int offset, int length) {
        return consumer().frame(Payload.wrap(array).slice(offset, length));
    }

    @Override
    public boolean invalid(PayloadException error) {
        return consumer().invalid(error);
    }

    private FrameConsumer<? super Payload> consumer() {
        return Objects.requireNonNull(out, "message() outside feed()");
    }

    @Override
    public void finish() {
        messages.finish();
    }

    @Override
    public long position() {
        return messages.position();
    }

    @Override
    public boolean isAtRest() {
        return messages.isAtRest();
    }

    @Override
    public int buffered() {
        return messages.buffered();
    }

    @Override
    public int allocated() {
        return messages.allocated();
    }
}
