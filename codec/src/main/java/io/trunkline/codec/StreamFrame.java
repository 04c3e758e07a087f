package io.trunkline.codec;

import io.trunkline.Payload;

/**
 * One frame of {@code multiplexed}.
 *
 * <p>Immutable. Implements SPEC.md section 3.6.
 *
 * @param streamId 0 to 4,294,967,295; 0 carries control messages
 * @param payload what the frame carries
 */
public record StreamFrame(long streamId, Payload payload) {
    private static final long HIGHEST = 0xFFFF_FFFFL;

    /**
     * Refuses an id that does not fit its field.
     *
     * @param streamId 0 to 4,294,967,295
     * @param payload what the frame carries
     * @throws IllegalArgumentException if the id is not in 0..4294967295
     */
    public StreamFrame {
        if (streamId < 0 || streamId > HIGHEST) {
            throw new IllegalArgumentException("streamId " + streamId + " is not in 0.." + HIGHEST);
        }
    }

    /**
     * Tells whether the frame carries a control message.
     *
     * @return true on stream 0
     */
    public boolean isControl() {
        return streamId == 0;
    }
}
