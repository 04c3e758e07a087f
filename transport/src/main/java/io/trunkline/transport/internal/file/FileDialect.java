package io.trunkline.transport.internal.file;

import io.trunkline.JsonMessage;
import io.trunkline.PayloadException;
import io.trunkline.TrunklineException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import org.jspecify.annotations.Nullable;

/**
 * Says how messages about files stand in the frames of one kind. Thread-safe: stateless.
 *
 * <p>Frames of other kinds carry none. Which kind a connection's are is seen by its first.
 *
 * @param <F> what a frame is
 */
public interface FileDialect<F> {
    /** Finds the dialect of a frame; null if such frames carry no files. */
    @SuppressWarnings("unchecked") // a frame that is a JsonMessage was read by a format of F = JsonMessage
    static <F> @Nullable FileDialect<F> of(F frame) {
        if (frame instanceof JsonMessage) {
            return (FileDialect<F>) new JsonDialect();
        }
        return frame instanceof TypedFrame ? (FileDialect<F>) new TypedDialect() : null;
    }

    /** Finds the dialect of a format by what it takes; null if its frames carry no files. */
    @SuppressWarnings("unchecked") // a format that writes a JsonMessage is one of F = JsonMessage
    static <F> @Nullable FileDialect<F> in(FrameFormat<F> format) {
        if (takes(format, JsonDialect.SAMPLE)) {
            return (FileDialect<F>) new JsonDialect();
        }
        return takes(format, TypedDialect.SAMPLE) ? (FileDialect<F>) new TypedDialect() : null;
    }

    @SuppressWarnings("unchecked") // that it may not be one is what is found out
    private static boolean takes(FrameFormat<?> format, Object sample) {
        try {
            return ((FrameFormat<Object>) format).size(sample) > 0;
        } catch (ClassCastException | TrunklineException otherFrames) {
            return false;
        }
    }

    /**
     * Hands on what a frame says about files.
     *
     * @return false if it says nothing about them, or nobody wants it
     * @throws PayloadException if it is about files and cannot be understood
     */
    boolean decode(F frame, FileItems to);

    /** Makes the frame of a message. */
    F encode(FileMessage message);

    /** Makes the frame of a chunk without base64; only where {@link #hasBinaryChunks}. */
    F encode(BinaryChunk chunk);

    /** Tells whether chunks may travel without base64. */
    boolean hasBinaryChunks();

    /** The largest chunk that fits a frame. */
    int maxChunk(int maxFrame);

    /** Makes the answer to what was not understood; null where there is none. */
    @Nullable
    F error(PayloadException problem);
}
