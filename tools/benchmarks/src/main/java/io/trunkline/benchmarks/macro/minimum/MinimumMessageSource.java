package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.MessageText;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.IOException;

/** Once asked, fills the loop's buffer and writes it, until the socket takes no more. Loop-confined. */
final class MinimumMessageSource<T> implements MinimumConnection.FrameHandler {
    /** Events between two writes: about as many as the buffer holds. */
    private static final int BATCH = 400;

    private final Work<T> work;
    private final MinimumMessage message = new MinimumMessage();
    private long next;

    MinimumMessageSource(Work<T> work) {
        this.work = work;
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
            for (int i = 0; i < BATCH; i++) {
                message.begin(MessageText.NONE).body(work, work.make(next++)).sendTo(connection);
            }
            connection.flush();
        }
    }
}
