package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Frames;
import java.io.IOException;

/** Once asked, fills the loop's buffer and writes it, until the socket takes no more. Loop-confined. */
final class MinimumEventSource implements MinimumConnection.FrameHandler {
    /** Bytes between two writes. */
    private static final int BATCH = 60 * 1024;

    private final byte[] frame;
    private long next;

    MinimumEventSource(int body) {
        this.frame = Frames.template(body);
    }

    @Override
    public void onFrame(MinimumConnection connection, byte[] array, int from, int length) throws IOException {
        fill(connection);
    }

    @Override
    public void onWritable(MinimumConnection connection) throws IOException {
        fill(connection);
    }

    private void fill(MinimumConnection connection) throws IOException {
        while (connection.isWritable()) {
            for (int bytes = 0; bytes < BATCH; bytes += frame.length) {
                byte[] event = connection.frame(frame);
                MinimumLink.NUMBER.set(event, Frames.HEADER, next++);
                connection.append(event, 0, event.length);
            }
            connection.flush();
        }
    }
}
