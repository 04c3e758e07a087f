package io.trunkline.codec.internal.frame;

/** Takes whole frames in place, plain ones in a row: one look at each header both measures and delivers it. */
interface RunSink extends FrameSink {
    /** The answer where {@link #frame} says false. */
    int STOPPED = -1;

    /**
     * Takes the frames at the front that lie whole and have nothing to them; the splitter judges whatever comes behind.
     *
     * <p>Called between two frames. Where it throws, the splitter's position stays at the first frame of the row.
     *
     * @param array holds the frames; valid during the call only
     * @param from index of the first byte
     * @param to behind the last byte that is there
     * @return the index behind the last frame taken, {@code from} if there was none, or {@link #STOPPED}
     */
    int plain(byte[] array, int from, int to);
}
