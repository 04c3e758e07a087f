package io.trunkline.transport.internal;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A selector that returns at once and never finds anything, as broken ones do. */
final class FakeSelector extends AbstractSelector {
    final AtomicInteger selects = new AtomicInteger();
    final AtomicInteger polls = new AtomicInteger();
    final AtomicInteger wakeUps = new AtomicInteger();
    private final Set<SelectionKey> keys = new HashSet<>();

    FakeSelector() {
        super(SelectorProvider.provider());
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, @Nullable Object attachment) {
        SelectionKey key = new Key(channel, this, ops);
        key.attach(attachment);
        keys.add(key);
        return key;
    }

    @Override
    public Set<SelectionKey> keys() {
        return keys;
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) {
        return select(timeout);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) {
        return selectNow();
    }

    @Override
    public int selectNow() {
        polls.incrementAndGet();
        return 0;
    }

    @Override
    public int select(long timeout) {
        selects.incrementAndGet();
        return 0;
    }

    @Override
    public int select() {
        return select(0);
    }

    @Override
    public Selector wakeup() {
        wakeUps.incrementAndGet();
        return this;
    }

    @Override
    protected void implCloseSelector() {
        for (SelectionKey key : keys) {
            deregister((AbstractSelectionKey) key);
        }
        keys.clear();
    }

    private static final class Key extends AbstractSelectionKey {
        private final SelectableChannel channel;
        private final Selector selector;
        private int ops;

        Key(SelectableChannel channel, Selector selector, int ops) {
            this.channel = channel;
            this.selector = selector;
            this.ops = ops;
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public int interestOps() {
            return ops;
        }

        @Override
        public SelectionKey interestOps(int wanted) {
            ops = wanted;
            return this;
        }

        @Override
        public int readyOps() {
            return 0;
        }
    }
}
