package io.trunkline.benchmarks.macro.rsocket;

import io.rsocket.Payload;
import io.rsocket.util.DefaultPayload;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Bodies to payloads and back. Thread-safe. */
record RSocketBodies<T>(Work<T> work) {
    Payload payload(T body) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(512);
            work.write(body, out);
            return DefaultPayload.create(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a body and lets go of its payload. */
    T body(Payload payload) {
        try {
            ByteBuffer data = payload.getData();
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            return work.read(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            payload.release();
        }
    }
}
