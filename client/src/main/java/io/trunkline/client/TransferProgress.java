package io.trunkline.client;

import java.util.OptionalLong;

/**
 * How far one file has come.
 *
 * <p>Immutable.
 *
 * @param bytes what the other side has acknowledged, or what is stored here, counted from the start of the file
 * @param size the file's bytes; empty until a download's source has said it
 */
public record TransferProgress(long bytes, OptionalLong size) {
    /**
     * Refuses a file that has come further than its end.
     *
     * @param bytes 0 to the size
     * @param size the file's bytes
     * @throws IllegalArgumentException if {@code bytes} is not in its range
     */
    public TransferProgress {
        if (bytes < 0 || (size.isPresent() && bytes > size.getAsLong())) {
            throw new IllegalArgumentException("bytes must be 0 to the size, " + size + ": " + bytes);
        }
    }

    /**
     * Tells the part that is done.
     *
     * @return 0 to 1; 1 for an empty file, 0 while the size is not known
     */
    public double fraction() {
        if (size.isEmpty()) {
            return 0;
        }
        return size.getAsLong() == 0 ? 1 : (double) bytes / size.getAsLong();
    }
}
