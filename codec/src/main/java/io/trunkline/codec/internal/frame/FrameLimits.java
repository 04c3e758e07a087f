package io.trunkline.codec.internal.frame;

/**
 * Bounds what one frame and one joined message may be.
 *
 * <p>Immutable. Both limits are inclusive and count what the format's length field counts; for a user's own format the
 * whole frame.
 *
 * @param frame the largest body of a frame
 * @param message the largest message after joining fragments and after inflating; not below {@code frame}
 */
public record FrameLimits(int frame, int message) {
    /** 1 MiB, unless configured (SPEC.md section 7). */
    public static final int DEFAULT_FRAME = 1_048_576;

    /** 64 MiB: beyond it a frame is a file, and files are streamed. */
    public static final int CEILING = 67_108_864;

    /** In a row; then they are a flood (SPEC.md section 2.5). */
    public static final int EMPTY_FRAMES = 100;

    /** The defaults. */
    public static final FrameLimits DEFAULT = of(DEFAULT_FRAME);

    /**
     * Refuses limits outside 1 to 64 MiB, and a message limit below the frame limit.
     *
     * @param frame the largest body of a frame
     * @param message the largest message
     * @throws IllegalArgumentException naming the limit, its value and its range
     */
    public FrameLimits {
        check("frame limit", frame, 1);
        check("message limit", message, frame);
    }

    /**
     * Sets both limits alike.
     *
     * @param both 1 to 64 MiB
     * @return these limits
     */
    public static FrameLimits of(int both) {
        return new FrameLimits(both, both);
    }

    private static void check(String name, int value, int lowest) {
        if (value < lowest || value > CEILING) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + lowest + ".." + CEILING);
        }
    }
}
