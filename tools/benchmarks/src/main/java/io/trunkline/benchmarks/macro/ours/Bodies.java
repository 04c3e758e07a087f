package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.benchmarks.macro.Frames;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Makes numbered payloads. Thread-safe. */
final class Bodies {
    private static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] template;

    Bodies(int size) {
        this.template = new byte[size];
        Arrays.fill(template, Long.BYTES, size, Frames.FILLER);
    }

    /** Reads the number back. */
    long number(byte[] body) {
        return (long) NUMBER.get(body, 0);
    }

    Payload make(long number) {
        byte[] body = template.clone();
        NUMBER.set(body, 0, number);
        return Payload.wrap(body);
    }
}
