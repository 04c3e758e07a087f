package io.trunkline.transport.manual;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A key that says what is ready and knows nothing else. Immutable. */
public final class ManualKey extends SelectionKey {
    private final int ready;

    /** What a selector would give for a socket that is ready so. */
    public ManualKey(int ready) {
        this.ready = ready;
    }

    @Override
    public int readyOps() {
        return ready;
    }

    @Override
    public int interestOps() {
        return ready;
    }

    @Override
    public SelectionKey interestOps(int ops) {
        return this;
    }

    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public void cancel() {}

    @Override
    public SelectableChannel channel() {
        throw new UnsupportedOperationException("there is no channel behind a manual socket");
    }

    @Override
    public Selector selector() {
        throw new UnsupportedOperationException("there is no selector behind a manual socket");
    }
}
