package io.trunkline.codec.internal.file;

import java.nio.ByteBuffer;

/**
 * What a {@link NamedFileReader} decides: its caller carries it out.
 *
 * <p>Calls come as {@code begin content* (complete | discard)}, or not at all.
 */
public interface NamedFileSink {
    /**
     * Name and size are legal: create a temporary file.
     *
     * @param name a legal base name
     * @param size how many bytes will follow
     */
    void begin(String name, long size);

    /**
     * Append bytes.
     *
     * @param slice valid during the call only
     */
    void content(ByteBuffer slice);

    /** All bytes are there: make them durable and move the file to its name. */
    void complete();

    /** The file will not be completed: remove what there is of it. */
    void discard();
}
