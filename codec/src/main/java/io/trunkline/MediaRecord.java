package io.trunkline;

import io.trunkline.codec.FrameFormat;
import java.nio.ByteBuffer;

/**
 * One piece of audio or video, or the acknowledgement of one, as the body of a frame.
 *
 * <p>Immutable. Timestamp and sequence wrap: after the highest value comes 0. Implements SPEC.md section 3.9.
 *
 * <pre>{@code
 *  record                                   acknowledgement
 *  0      2           6          8           0          2        4
 * +------+-----------+----------+---------+ +----------+--------+
 * | type | timestamp | sequence | payload | | sequence | 0x0001 |
 * +------+-----------+----------+---------+ +----------+--------+
 * }</pre>
 *
 * @param type 0 to 65,535: {@link #AUDIO}, {@link #VIDEO} or the application's; {@link #ACK} for an acknowledgement, which
 *     has no type on the wire
 * @param timestamp 0 to 4,294,967,295, in the application's unit; 0 for an acknowledgement
 * @param sequence 0 to 65,535
 * @param payload the media; empty for an acknowledgement
 */
public record MediaRecord(int type, long timestamp, int sequence, Payload payload) {
    /** The type of acknowledgements; it never stands on the wire. */
    public static final int ACK = -1;

    /** The type of audio. */
    public static final int AUDIO = 1;

    /** The type of video. */
    public static final int VIDEO = 2;

    private static final int HEADER = 8;
    private static final int ACK_SIZE = 4;
    private static final int ACK_MARK = 0x0001;
    private static final int HIGHEST_U16 = 0xFFFF;
    private static final long HIGHEST_U32 = 0xFFFF_FFFFL;

    /**
     * Refuses numbers that do not fit their field.
     *
     * @param type 0 to 65,535, or {@link #ACK}
     * @param timestamp 0 to 4,294,967,295
     * @param sequence 0 to 65,535
     * @param payload the media
     * @throws IllegalArgumentException if a number is out of its range, or an acknowledgement has more than a sequence
     */
    public MediaRecord {
        check("type", type, type == ACK ? ACK : 0, HIGHEST_U16);
        check("timestamp", timestamp, 0, type == ACK ? 0 : HIGHEST_U32);
        check("sequence", sequence, 0, HIGHEST_U16);
        check("size of the payload", payload.size(), 0, type == ACK ? 0 : Integer.MAX_VALUE - HEADER);
    }

    private static void check(String name, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + lowest + ".." + highest);
        }
    }

    /**
     * Makes a record of audio.
     *
     * @param timestamp 0 to 4,294,967,295
     * @param sequence 0 to 65,535
     * @param payload the audio
     * @return the record
     */
    public static MediaRecord audio(long timestamp, int sequence, Payload payload) {
        return new MediaRecord(AUDIO, timestamp, sequence, payload);
    }

    /**
     * Makes a record of video.
     *
     * @param timestamp 0 to 4,294,967,295
     * @param sequence 0 to 65,535
     * @param payload the video
     * @return the record
     */
    public static MediaRecord video(long timestamp, int sequence, Payload payload) {
        return new MediaRecord(VIDEO, timestamp, sequence, payload);
    }

    /**
     * Acknowledges this record: send the result back in the same format.
     *
     * @return the acknowledgement with this record's sequence
     * @throws IllegalStateException if this is an acknowledgement, which is never acknowledged
     */
    public MediaRecord ack() {
        if (isAck()) {
            throw new IllegalStateException("an acknowledgement is never acknowledged");
        }
        return new MediaRecord(ACK, 0, sequence, Payload.EMPTY);
    }

    /**
     * Tells whether this is an acknowledgement.
     *
     * @return true if the type is {@link #ACK}
     */
    public boolean isAck() {
        return type == ACK;
    }

    /**
     * Carries media records in the frames of a format; in {@code raw} each read is one record.
     *
     * @param format delimits the records
     * @return a format whose frames are records and acknowledgements; fewer than 8 bytes that are no acknowledgement cost
     *     that record ({@code RECORD_TOO_SHORT})
     */
    public static FrameFormat<MediaRecord> in(FrameFormat<Payload> format) {
        return format.map(MediaRecord::of, MediaRecord::toPayload);
    }

    /**
     * Reads a record or an acknowledgement.
     *
     * @param payload a frame's body
     * @return what it says
     * @throws PayloadException {@code RECORD_TOO_SHORT} if it has fewer than 8 bytes and is no acknowledgement
     */
    public static MediaRecord of(Payload payload) {
        ByteBuffer in = payload.asByteBuffer();
        if (in.remaining() == ACK_SIZE && in.getShort(2) == ACK_MARK) {
            return new MediaRecord(ACK, 0, in.getShort(0) & HIGHEST_U16, Payload.EMPTY);
        }
        if (in.remaining() < HEADER) {
            throw new PayloadException(
                    "RECORD_TOO_SHORT",
                    "a media record of " + in.remaining() + " bytes; it has 8 at least",
                    in.limit());
        }
        int type = in.getShort() & HIGHEST_U16;
        long timestamp = in.getInt() & HIGHEST_U32;
        int sequence = in.getShort() & HIGHEST_U16;
        return new MediaRecord(type, timestamp, sequence, Payload.read(in));
    }

    /**
     * Writes the record or acknowledgement.
     *
     * @return a frame's body
     */
    public Payload toPayload() {
        ByteBuffer out = ByteBuffer.allocate(isAck() ? ACK_SIZE : HEADER + payload.size());
        if (isAck()) {
            out.putShort((short) sequence).putShort((short) ACK_MARK);
        } else {
            out.putShort((short) type).putInt((int) timestamp).putShort((short) sequence);
            payload.writeTo(out);
        }
        return Payload.wrap(out.array());
    }
}
