package io.trunkline.server.internal.broker;

import io.trunkline.Message;
import io.trunkline.server.internal.handler.LocalRoute;
import org.jspecify.annotations.Nullable;

/**
 * What a handler is called with. Immutable.
 *
 * @param route whose handler it is
 * @param request bound by the route
 * @param message null for handlers that cannot ask for it
 * @param bytes of the payload
 */
record BoundCall(LocalRoute route, Object request, @Nullable Message message, int bytes) {}
