package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.MessageText;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.IOException;
import java.util.List;

/** Answers requests with their own body, and hands events on to whoever has subscribed. Loop-confined. */
final class MinimumMessageServer<T> implements MinimumConnection.FrameHandler {
    private final Work<T> work;
    private final List<MinimumConnection> subscribers;
    private final MinimumMessage message = new MinimumMessage();

    MinimumMessageServer(Work<T> work, List<MinimumConnection> subscribers) {
        this.work = work;
        this.subscribers = subscribers;
    }

    @Override
    public void onFrame(MinimumConnection connection, byte[] array, int from, int length) throws IOException {
        switch (array[from + Frames.HEADER]) {
            case 'r' -> answer(connection, array, from, length);
            case 'p' -> {
                for (MinimumConnection subscriber : subscribers) {
                    subscriber.append(array, from, length);
                    // What is collected is the loop's, so it has to leave before the next one's.
                    subscriber.flush();
                }
            }
            default -> subscribers.add(connection);
        }
    }

    private void answer(MinimumConnection connection, byte[] array, int from, int length) throws IOException {
        int id = from + Frames.HEADER + MessageText.REQUEST.length;
        int body = MinimumMessage.body(array, from);
        T value = work.read(array, body, from + length - body);
        message.begin(MessageText.RESPONSE).write(array, id, MessageText.ID + 1);
        message.body(work, value).sendTo(connection);
    }
}
