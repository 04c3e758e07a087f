package io.trunkline.codec.internal.frame;

/**
 * Measures {@code multiplexed} frames and refuses the 101st empty data frame in a row (SPEC.md section 2.5).
 *
 * <p>The only place where they are counted: users of the bare format need it as much as the multiplexer behind it does.
 *
 * <p>Caller-confined. Each frame is counted once: whoever was told its length does not ask again.
 */
final class StreamDelimiter implements Delimiter {
    private final LengthFieldDelimiter length;
    private int emptyInARow;

    StreamDelimiter(long limit) {
        length = new LengthFieldDelimiter(MultiplexedFormat.LENGTH, MultiplexedFormat.HEADER, limit);
    }

    @Override
    public long measure(byte[] array, int from, int to, int seen) {
        long measured = length.measure(array, from, to, seen);
        if (measured != MultiplexedFormat.HEADER) {
            emptyInARow = measured == INCOMPLETE ? emptyInARow : 0;
            return measured;
        }
        boolean data = Bytes.u32(array, from) != 0;
        if (data && emptyInARow == FrameLimits.EMPTY_FRAMES) {
            throw FrameFaults.emptyFlood(MultiplexedFormat.LENGTH, FrameLimits.EMPTY_FRAMES);
        }
        emptyInARow = data ? emptyInARow + 1 : 0;
        return measured;
    }

    @Override
    public boolean isAtRest() {
        return emptyInARow == 0;
    }
}
