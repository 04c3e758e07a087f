package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The client's end of one connection. Loop-confined. */
final class MinimumLink implements MinimumConnection.FrameHandler, Link {
    static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] template;
    private final Receiver receiver;
    private @Nullable MinimumConnection connection;

    /** Borrows the template, which the links of one loop share. */
    MinimumLink(byte[] template, Receiver receiver) {
        this.template = template;
        this.receiver = receiver;
    }

    @Override
    public void onOpen(MinimumConnection opened) {
        connection = opened;
        receiver.onOpen(this);
    }

    @Override
    public void onFrame(MinimumConnection from, byte[] array, int at, int length) {
        long number = (long) NUMBER.get(array, at + Frames.HEADER);
        receiver.onFrame(number, length - Frames.HEADER, array[at + length - 1]);
    }

    @Override
    public void onEnd(IOException cause) {
        receiver.onFailure(cause);
    }

    @Override
    public void send(long number) {
        MinimumConnection to = Objects.requireNonNull(connection, "open");
        byte[] frame = to.frame(template);
        NUMBER.set(frame, Frames.HEADER, number);
        try {
            to.append(frame, 0, frame.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Objects.requireNonNull(connection, "open").close();
    }
}
