package io.trunkline.codec.internal.mux;

/** Which end of the connection we are: it decides our stream ids and who announces credit first. Immutable. */
public enum MuxRole {
    /** Opened the connection: streams 1, 3, 5 …, and the announcement of credit is its first frame. */
    CONNECTOR(1),
    /** Accepted the connection: streams 2, 4, 6 …, and it announces credit only in answer. */
    ACCEPTOR(2);

    private final long firstId;

    MuxRole(long firstId) {
        this.firstId = firstId;
    }

    long firstId() {
        return firstId;
    }
}
