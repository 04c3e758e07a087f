package io.trunkline.codec.internal.frame;

/**
 * Cuts a message into envelope frames of a size that the peer accepts, MORE on all but the last.
 *
 * <p>Compress before cutting. Stateless. Implements SPEC.md section 3.3.4.
 */
public final class EnvelopeFragments {
    private EnvelopeFragments() {}

    /**
     * Sizes all frames of a message together.
     *
     * @param length the message's bytes, at most 64 MiB
     * @param maxFrame the largest body of one frame, at least 1
     * @return bytes, headers included
     */
    public static int size(int length, int maxFrame) {
        int frames = length == 0 ? 1 : (length - 1) / maxFrame + 1;
        return Math.toIntExact(length + (long) frames * EnvelopeHeader.BYTES);
    }

    /**
     * Writes all frames of a message one behind the other.
     *
     * @param flags BINARY and COMPRESSED as they hold for the message; MORE is set here
     * @param message holds the message
     * @param from index of its first byte
     * @param length its bytes
     * @param maxFrame the largest body of one frame; for broker messages not below the header line
     * @param out has room for {@link #size} bytes from {@code at} on
     * @param at index of the first
     * @return the index behind the last frame
     */
    public static int write(int flags, byte[] message, int from, int length, int maxFrame, byte[] out, int at) {
        int done = 0;
        int next = at;
        do {
            int body = Math.min(maxFrame, length - done);
            boolean last = done + body == length;
            Bytes.put32(out, next, body);
            Bytes.put32(out, next + EnvelopeHeader.FLAGS, last ? flags : flags | EnvelopeFlags.MORE);
            System.arraycopy(message, from + done, out, next + EnvelopeHeader.BYTES, body);
            next += EnvelopeHeader.BYTES + body;
            done += body;
        } while (done < length);
        return next;
    }
}
