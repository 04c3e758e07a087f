package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.MessageText;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client's end of one connection; answers come in their turn, so nothing pairs them but a look at the id. Loop-confined. */
final class MinimumMessageLink<T> implements MinimumConnection.FrameHandler, Link {
    /** The first half of every id: version 4. */
    private static final long HIGH = 0x4000L;

    private static final int HEX = 16;
    private static final int LOW_DIGITS = 12;

    private final Work<T> work;
    private final Receiver receiver;
    private final byte[] line;
    private final byte[] id = new UUID(HIGH, Long.MIN_VALUE).toString().getBytes(StandardCharsets.US_ASCII);
    private final MinimumMessage message = new MinimumMessage();
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private @Nullable MinimumConnection connection;

    /** Sends messages whose header line begins so: requests, events, or at once a subscription. */
    MinimumMessageLink(Work<T> work, Receiver receiver, byte[] line) {
        this.work = work;
        this.receiver = receiver;
        this.line = line;
    }

    /** Completes when the server has its subscription. */
    CompletableFuture<Void> subscribed() {
        return subscribed;
    }

    @Override
    public void onOpen(MinimumConnection opened) throws IOException {
        connection = opened;
        if (line == MessageText.SUBSCRIBE) {
            message.begin(line).sendTo(opened);
            message.begin(MessageText.REQUEST);
            writeId(0);
            message.body(work, work.make(0)).sendTo(opened); // Answered once the subscription is there.
        }
        receiver.onOpen(this);
    }

    @Override
    public void onFrame(MinimumConnection from, byte[] array, int at, int length) throws IOException {
        int body = MinimumMessage.body(array, at);
        T value = work.read(array, body, at + length - body);
        long number = work.number(value);
        if (array[at + Frames.HEADER] == 'r' && idOf(array, at) != number) {
            throw new IllegalStateException("answer " + number + " to " + idOf(array, at));
        }
        if (line == MessageText.SUBSCRIBE && array[at + Frames.HEADER] == 'r') {
            subscribed.complete(null);
            return;
        }
        receiver.onFrame(number, work.size(value), Frames.FILLER);
    }

    private static long idOf(byte[] array, int at) {
        int end = at + Frames.HEADER + MessageText.RESPONSE.length + MessageText.ID;
        long number = 0;
        for (int i = end - LOW_DIGITS; i < end; i++) {
            number = number * HEX + Character.digit(array[i], HEX);
        }
        return number;
    }

    @Override
    public void onEnd(IOException cause) {
        subscribed.completeExceptionally(cause);
        receiver.onFailure(cause);
    }

    @Override
    public void send(long number) {
        MinimumConnection to = Objects.requireNonNull(connection, "open");
        try {
            message.begin(line);
            if (line == MessageText.REQUEST) {
                writeId(number);
            }
            message.body(work, work.make(number)).sendTo(to);
            if (line == MessageText.PUBLISH) {
                to.flush(); // It may be sent from another connection's read, whose end is not this one's.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeId(long number) {
        long left = number;
        for (int i = id.length - 1; i >= id.length - LOW_DIGITS; i--) {
            id[i] = (byte) Character.forDigit((int) (left % HEX), HEX);
            left /= HEX;
        }
        message.write(id, 0, id.length);
        message.write('\n');
    }

    @Override
    public void close() {
        Objects.requireNonNull(connection, "open").close();
    }
}
