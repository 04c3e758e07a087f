package io.trunkline.benchmarks.macro.json;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What one kind of user does with the body of a message.
 *
 * <p>Bodies are JSON of exactly the scenario's size: {@code {"number":1000000000000042,"name":"note","text":"xxx…"}}. Thread-safe.
 *
 * @param <T> what a body is to such a user
 */
public interface Work<T> {
    /** The body of this number. */
    T make(long number);

    /** Reads a body. */
    T read(byte[] array, int from, int length) throws IOException;

    /** Writes a body. */
    void write(T value, OutputStream out) throws IOException;

    /** The number in a body. */
    long number(T value);

    /** How many bytes its JSON has. */
    int size(T value);
}
