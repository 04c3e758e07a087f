package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A key that outlives its selector: what owns a channel keeps this one, and a rebuild puts a new key behind it.
 *
 * <p>Its attachment is the {@link Selectable}; the attachment of the key behind it is this. Loop-confined, except
 * {@link #cancel} and {@link #isValid}.
 */
class LoopKey extends SelectionKey {
    private volatile SelectionKey behind;

    /** Registers a channel; its readiness goes to {@code selectable}. */
    static LoopKey register(SelectableChannel channel, Selector selector, int ops, Selectable selectable)
            throws IOException {
        LoopKey key = new LoopKey(channel.register(selector, ops));
        key.attach(selectable);
        key.behind.attach(key);
        return key;
    }

    private LoopKey(SelectionKey behind) {
        this.behind = behind;
    }

    /** Takes the place of another, with what is behind it and whom it is for. */
    LoopKey(LoopKey replaced) {
        this.behind = replaced.behind;
        attach(replaced.attachment());
        behind.attach(this);
    }

    final Selectable selectable() {
        return (Selectable) attachment();
    }

    /** Moves to another selector, with its interest and its owner. */
    final void moveTo(Selector selector) throws IOException {
        SelectionKey old = behind;
        behind = old.channel().register(selector, old.interestOps(), this);
        old.cancel();
    }

    @Override
    public final SelectableChannel channel() {
        return behind.channel();
    }

    @Override
    public final Selector selector() {
        return behind.selector();
    }

    @Override
    public final boolean isValid() {
        return behind.isValid();
    }

    @Override
    public final void cancel() {
        behind.cancel();
    }

    @Override
    public final int interestOps() {
        return behind.interestOps();
    }

    @Override
    public final SelectionKey interestOps(int ops) {
        behind.interestOps(ops);
        return this;
    }

    @Override
    public final int readyOps() {
        return behind.readyOps();
    }
}
