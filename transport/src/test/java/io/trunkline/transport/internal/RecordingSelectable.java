package io.trunkline.transport.internal;

import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;

/** Writes down with which keys it was called, and takes its interest back so that it is called once. */
final class RecordingSelectable implements Selectable {
    final List<SelectionKey> readyKeys = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();

    @Override
    public void onReady(SelectionKey key) {
        readyKeys.add(key);
        key.interestOps(0);
    }

    @Override
    public void onFailure(Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void onLoopEnding() {}
}
