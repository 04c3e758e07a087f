package io.trunkline.server.internal.broker;

import io.trunkline.codec.Framing;

/**
 * What every connection of one broker listener is given. Immutable.
 *
 * @param framing of the listener
 * @param maxFrame the frame and message limit
 * @param pauseAt outbound bytes at which a peer is not read any more; at least the high watermark
 * @param ordered whether requests of one connection run one at a time
 */
public record BrokerListener(Framing framing, int maxFrame, int pauseAt, boolean ordered) {}
