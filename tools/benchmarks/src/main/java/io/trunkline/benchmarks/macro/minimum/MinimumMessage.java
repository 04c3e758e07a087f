package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** One array in which every message of a connection is written, one after the other. Loop-confined. */
final class MinimumMessage extends ByteArrayOutputStream {
    private static final VarHandle LENGTH = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Starts a frame with the beginning of its header line. */
    MinimumMessage begin(byte[] line) {
        count = Frames.HEADER;
        write(line, 0, line.length);
        return this;
    }

    <T> MinimumMessage body(Work<T> work, T body) throws IOException {
        work.write(body, this);
        return this;
    }

    /** Sends it behind what is collected already. */
    void sendTo(MinimumConnection connection) throws IOException {
        LENGTH.set(buf, 0, count - Frames.HEADER);
        connection.append(buf, 0, count);
    }

    /** Where the body is: behind the header line, if there is one. */
    static int body(byte[] array, int from) {
        int at = from + Frames.HEADER;
        if (array[at] == '{') {
            return at;
        }
        while (array[at] != '\n') {
            at++;
        }
        return at + 1;
    }
}
