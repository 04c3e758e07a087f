package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Counts what has come of one file and what of it is written, and keeps its digest.
 *
 * <pre>{@code
 * 0 ──────────── written ──────────── received ──────────── fileSize
 *   acknowledged          given out             still to come
 * }</pre>
 *
 * <p>Caller-confined. Positions count from the start of the file, also after a resume.
 */
final class ReceivedBytes {
    private final long fileSize;
    private final long chunkSize;
    private final Digest digest = new Digest();
    private long received;
    private long written;

    ReceivedBytes(FileMessage.Start start) {
        this.fileSize = start.fileSize();
        this.chunkSize = start.chunkSize();
    }

    /** Gives the last whole chunk's end within what is held of the file. */
    long resumePoint(long heldBytes) {
        long held = Math.min(heldBytes, fileSize);
        return held - held % chunkSize;
    }

    /** Takes bytes that were written before the connection was lost. */
    void resume(Payload bytes) {
        take(bytes);
        written = received;
    }

    /** Tells whether the bytes so far are whole chunks of the file, so that the next chunk may follow. */
    boolean isAtChunk() {
        return received == resumePoint(received);
    }

    /** Tells whether these bytes are the chunk that is due. */
    boolean isDue(long index, Payload data) {
        long wanted = Math.min(chunkSize, fileSize - received);
        return index == received / chunkSize && !data.isEmpty() && data.size() == wanted;
    }

    boolean hasRoomFor(int bytes) {
        return bytes <= fileSize - received;
    }

    /** Takes the next bytes and gives their position. */
    long take(Payload bytes) {
        long position = received;
        digest.update(bytes);
        received += bytes.size();
        return position;
    }

    /** Records the oldest bytes not yet written as written, and gives the index of the chunk they begin. */
    long written(int bytes) {
        if (bytes < 1 || bytes > unwritten()) {
            throw new IllegalArgumentException("written " + bytes + " of " + unwritten() + " bytes");
        }
        long index = written / chunkSize;
        written += bytes;
        return index;
    }

    boolean isWhole() {
        return received == fileSize;
    }

    /** Compares the digest with what was announced at the start, at the end, both or neither. Ends it; call once. */
    boolean digestFits(@Nullable String atStart, @Nullable String atEnd) {
        String wanted = atEnd != null ? atEnd : atStart;
        boolean agree = atStart == null || atStart.equals(wanted);
        return agree && (wanted == null || wanted.equals(digest.hex()));
    }

    /** Gives how much of the file is written, 0 to 100. */
    double progress() {
        return fileSize == 0 ? 100 : 100.0 * written / fileSize;
    }

    long received() {
        return received;
    }

    long written() {
        return written;
    }

    long unwritten() {
        return received - written;
    }
}
