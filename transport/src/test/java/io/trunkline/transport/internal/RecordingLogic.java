package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what happens to a connection, in words; keeps copies of the bytes, and the slices, to see them poisoned. */
class RecordingLogic implements ConnectionLogic {
    final List<String> events = new CopyOnWriteArrayList<>();
    volatile @Nullable TcpConnection connection;
    volatile byte[] slice = new byte[0];

    TcpConnection connection() {
        return Objects.requireNonNull(connection, "not open yet");
    }

    @Override
    public void onOpen(TcpConnection opened) {
        connection = opened;
        events.add("open");
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        slice = array;
        events.add("bytes " + new String(array, from, to - from, StandardCharsets.US_ASCII));
    }

    @Override
    public void onWritable(boolean writable) {
        events.add("writable " + writable);
    }

    @Override
    public void onEnd() {
        events.add("end");
    }

    @Override
    public void onClose(CloseReason reason) {
        events.add("close " + reason.kind());
    }
}
