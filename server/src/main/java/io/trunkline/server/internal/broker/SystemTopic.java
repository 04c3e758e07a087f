package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.handler.Reply;

/** Answers the requests of one system topic, on the asking client's loop. */
@FunctionalInterface
interface SystemTopic {
    /**
     * Answers a request.
     *
     * @throws io.trunkline.ReplyException to refuse it
     */
    Reply answer(BrokerConnection from, Fields request);
}
