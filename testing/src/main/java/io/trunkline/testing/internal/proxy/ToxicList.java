package io.trunkline.testing.internal.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The toxics of one direction, one of each kind at most; the pipes are told of every change before the caller goes on.
 *
 * <p>Thread-safe: changes happen on the proxy's thread, one after the other.
 */
public final class ToxicList {
    private final ProxyLoop loop;
    private volatile List<Toxic> toxics = List.of();

    ToxicList(ProxyLoop loop) {
        this.loop = loop;
    }

    List<Toxic> current() {
        return toxics;
    }

    public void latency(Duration delay, Duration jitter) {
        add(new Latency(delay, jitter));
    }

    public void bandwidth(long bytesPerSecond) {
        add(new Bandwidth(bytesPerSecond));
    }

    public void slicer(int pieceSize, Duration pause) {
        add(new Slicer(pieceSize, pause));
    }

    public void hold() {
        add(new Hold());
    }

    public void release() {
        loop.call(() -> change(without(Hold.class)));
    }

    public void blackHole() {
        add(new BlackHole());
    }

    public void halfOpen() {
        add(new HalfOpen());
    }

    public void resetAfter(long bytes) {
        add(new CutAfter(bytes, Fate.RESET));
    }

    public void closeAfter(long bytes) {
        add(new CutAfter(bytes, Fate.CLOSE));
    }

    public void corruptAt(long index) {
        add(new CorruptAt(index));
    }

    public void corruptEvery(int bytes) {
        add(new CorruptEvery(bytes));
    }

    public void duplicate(int bytes) {
        add(new Duplicate(bytes));
    }

    public void slowClose(Duration pause) {
        add(new SlowClose(pause));
    }

    public void clear() {
        loop.call(this::clearNow);
    }

    /** The loop's. */
    void clearNow() {
        change(List.of());
    }

    private void add(Toxic toxic) {
        loop.call(() -> {
            List<Toxic> with = without(toxic.getClass());
            with.add(toxic);
            change(with);
        });
    }

    private List<Toxic> without(Class<? extends Toxic> kind) {
        List<Toxic> left = new ArrayList<>(toxics);
        left.removeIf(toxic -> toxic.getClass() == kind);
        return left;
    }

    private void change(List<Toxic> changed) {
        toxics = List.copyOf(changed);
        loop.onToxicsChanged();
    }

    @Override
    public String toString() {
        return toxics.toString();
    }
}
