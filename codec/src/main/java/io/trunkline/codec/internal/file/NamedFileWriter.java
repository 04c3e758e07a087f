package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import java.nio.charset.StandardCharsets;

/**
 * Writes one file to a connection: gives the two lines, then watches that exactly the announced bytes follow.
 *
 * <pre>{@code
 *  NAME ──header()──▶ CONTENT ──size bytes──▶ COMPLETE ──finish()──▶ DONE
 *                        │ finish(): the file shrank
 *                        └──────────────────────▶ FAILED
 * }</pre>
 *
 * <p>Caller-confined. The content goes straight from its file to the connection; this only counts it. Implements SPEC.md
 * section 3.8.
 */
public final class NamedFileWriter {
    private final String name;
    private final long size;
    private NamedFileState state = NamedFileState.NAME;
    private long left;

    /**
     * Prepares a file.
     *
     * @param name a legal base name
     * @param size exactly how many bytes will follow
     * @throws io.trunkline.PayloadException {@code BAD_NAME} if no receiver would take the name
     */
    public NamedFileWriter(String name, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size is " + size + ", must be 0 or more");
        }
        this.name = FileNames.requireLegal(name);
        this.size = size;
        this.left = size;
    }

    private void moveTo(NamedFileState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("a named file cannot go from " + state + " to " + next);
        }
        state = next;
    }

    /**
     * Gives the name and size lines, to be written first. Call once.
     *
     * @return both lines with their LFs
     */
    public Payload header() {
        moveTo(NamedFileState.SIZE);
        moveTo(NamedFileState.CONTENT);
        if (left == 0) {
            moveTo(NamedFileState.COMPLETE);
        }
        return Payload.wrap((name + "\n" + size + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Allows content to be written.
     *
     * @param bytes how many the caller is about to write
     * @return how many of them belong to the announced size; a file that grew is cut there
     */
    public int accept(int bytes) {
        if (state != NamedFileState.CONTENT) {
            return 0;
        }
        int accepted = (int) Math.min(bytes, left);
        left -= accepted;
        if (left == 0) {
            moveTo(NamedFileState.COMPLETE);
        }
        return accepted;
    }

    /**
     * Counts the content that is still to be written.
     *
     * @return 0 if all of it was
     */
    public long remaining() {
        return left;
    }

    /**
     * Ends the file.
     *
     * @return true if output may be shut down in order; false if the file shrank: then the connection must be reset, or
     *     the receiver takes what there is for a file cut by accident
     */
    public boolean finish() {
        boolean whole = state == NamedFileState.COMPLETE;
        moveTo(whole ? NamedFileState.DONE : NamedFileState.FAILED);
        return whole;
    }
}
