package io.trunkline.server.internal.broker;

import io.trunkline.codec.Framing;

/**
 * What every connection of one broker listener is given. Immutable.
 *
 * @param framing of the listener
 * @param maxFrame the frame and message limit
 * @param ordered whether requests of one connection run one at a time
 */
public record BrokerListener(Framing framing, int maxFrame, boolean ordered) {}
