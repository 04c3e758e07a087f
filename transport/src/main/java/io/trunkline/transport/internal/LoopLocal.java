package io.trunkline.transport.internal;

import java.util.function.Function;

/**
 * Names an object of which each loop has one: what all connections of a loop share, without the loop knowing what it is.
 *
 * <p>Keep it in a constant: it is found by identity, and what it names lives as long as its loop. Immutable.
 *
 * @param <T> what each loop has one of
 */
public final class LoopLocal<T> {
    private final Function<EventLoop, T> maker;

    private LoopLocal(Function<EventLoop, T> maker) {
        this.maker = maker;
    }

    /** Names an object that is made when a loop is first asked for it. */
    public static <T> LoopLocal<T> madeBy(Function<EventLoop, T> maker) {
        return new LoopLocal<>(maker);
    }

    /** Finds or makes the loop's own. Called on that loop. */
    @SuppressWarnings("unchecked") // Only this object writes under this key.
    public T of(EventLoop loop) {
        assert loop.inLoop();
        return (T) loop.locals().computeIfAbsent(this, key -> maker.apply(loop));
    }
}
