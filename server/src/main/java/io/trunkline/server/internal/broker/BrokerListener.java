package io.trunkline.server.internal.broker;

import io.trunkline.codec.Framing;
import io.trunkline.server.internal.observe.ListenerName;

/**
 * What every connection of one broker listener is given. Immutable.
 *
 * @param framing of the listener
 * @param maxFrame the frame and message limit
 * @param ordered whether requests of one connection run one at a time
 * @param name of the listener, once it is bound
 */
public record BrokerListener(Framing framing, int maxFrame, boolean ordered, ListenerName name) {
    /**
     * A listener without a name.
     *
     * @param framing of the listener
     * @param maxFrame the frame and message limit
     * @param ordered whether requests of one connection run one at a time
     */
    public BrokerListener(Framing framing, int maxFrame, boolean ordered) {
        this(framing, maxFrame, ordered, new ListenerName());
    }
}
