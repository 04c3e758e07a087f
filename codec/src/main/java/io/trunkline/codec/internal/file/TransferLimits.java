package io.trunkline.codec.internal.file;

import java.time.Duration;

/**
 * What transfers may use; every limit is inclusive.
 *
 * <p>Immutable.
 *
 * @param maxFile bytes of the largest file
 * @param maxChunk bytes of the largest chunk
 * @param maxTransfers transfers open at once on one connection, in each direction
 * @param stall how long a transfer may make no progress
 */
public record TransferLimits(long maxFile, int maxChunk, int maxTransfers, Duration stall) {
    /** What the JSON around a chunk's base64 may need. */
    private static final int CHUNK_OVERHEAD = 512;

    /** How long a partial file of a lost connection is kept. */
    public static final Duration PARK = Duration.ofMinutes(10);

    /** The defaults of SPEC.md section 7, for frames of 1 MiB. */
    public static final TransferLimits DEFAULT =
            new TransferLimits(1L << 30, maxChunk(1_048_576), 16, Duration.ofSeconds(30));

    /** Refuses limits under which nothing could travel. */
    public TransferLimits {
        if (maxFile < 0 || maxChunk < 1 || maxTransfers < 1) {
            throw new IllegalArgumentException(
                    "maxFile " + maxFile + ", maxChunk " + maxChunk + ", maxTransfers " + maxTransfers);
        }
    }

    /**
     * Tells which chunks fit a frame as base64.
     *
     * @param maxFrame the frame limit
     * @return bytes before encoding, at least 1
     */
    public static int maxChunk(int maxFrame) {
        return Math.max(1, (maxFrame - CHUNK_OVERHEAD) / 4 * 3);
    }

    boolean allowsChunk(long chunkSize) {
        return chunkSize >= 1 && chunkSize <= maxChunk;
    }
}
