package io.trunkline.server.internal.broker;

/**
 * A request that holds a slot of its connection and server, and a part of its topic's share. Immutable.
 *
 * @param source who waits for the answer
 * @param head its header
 * @param share given back when its work has ended
 */
record AdmittedRequest(Peer source, RequestHead head, TopicShare share) {
    /** Gives back what it holds, where nothing came of it. */
    void giveBack() {
        source.running().release(share);
    }
}
