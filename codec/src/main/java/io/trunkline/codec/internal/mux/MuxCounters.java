package io.trunkline.codec.internal.mux;

/** Counts what a multiplexer dropped, refused and ignored, since none of it ends the connection. Loop-confined. */
public final class MuxCounters {
    long droppedFrames;
    long droppedBytes;
    long ignoredControls;
    long refusedStreams;
    long collisions;
    long resets;
    long flowErrors;

    MuxCounters() {}

    /**
     * Counts data frames for streams that are not open.
     *
     * @return since the connection began
     */
    public long droppedFrames() {
        return droppedFrames;
    }

    /**
     * Counts the bytes of those frames.
     *
     * @return since the connection began
     */
    public long droppedBytes() {
        return droppedBytes;
    }

    /**
     * Counts control messages of unknown types or for streams that are not open.
     *
     * @return since the connection began
     */
    public long ignoredControls() {
        return ignoredControls;
    }

    /**
     * Counts streams of the peer that were refused.
     *
     * @return since the connection began
     */
    public long refusedStreams() {
        return refusedStreams;
    }

    /**
     * Counts streams lost because both sides chose one id.
     *
     * @return since the connection began
     */
    public long collisions() {
        return collisions;
    }

    /**
     * Counts streams that the peer opened and closed again without data, or with a reason.
     *
     * @return since the connection began
     */
    public long resets() {
        return resets;
    }

    /**
     * Counts breaches of a window, by data or by a grant.
     *
     * @return since the connection began
     */
    public long flowErrors() {
        return flowErrors;
    }
}
