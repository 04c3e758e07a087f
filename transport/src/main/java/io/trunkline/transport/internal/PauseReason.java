package io.trunkline.transport.internal;

/** Who keeps a connection from being read; it is read again when none does. */
public enum PauseReason {
    /** The user's {@code pauseReading}. */
    USER(1),
    /** A full queue of frames that a handler has not taken yet. */
    INBOUND(2),
    /** No worker is free for the frames that were read. */
    WORKERS(4),
    /** The connection ends behind what was read. */
    ENDING(8),
    /** An accepted peer that leaves too much unread. */
    OUTBOUND(16),
    /** The runtime's memory budget is nearly spent, and this peer leaves much unread. */
    MEMORY(32),
    /** Bytes of files that wait for the disk. */
    FILES(64),
    /** It is being found out who the peer is. */
    LOGIN(128),
    /** What a publisher has sent still waits for the loops of its subscribers. */
    FAN_OUT(256),
    /** The peer has sent more frames than its rate allows, in a format that cannot say so. */
    RATE(512);

    private final int bit;

    PauseReason(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
