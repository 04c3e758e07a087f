package io.trunkline.server.internal.broker;

import io.trunkline.Message;
import io.trunkline.server.internal.handler.LocalRoute;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a handler is called with. Immutable.
 *
 * @param route whose handler it is
 * @param request bound by the route
 * @param shown its message, null for handlers that cannot ask for it
 * @param bytes of the payload
 */
record BoundCall(LocalRoute route, Object request, @Nullable ShownMessage shown, int bytes) {
    /** The message, for a handler that can ask for it. */
    Message message() {
        return Objects.requireNonNull(shown, "a handler that sees its call has a message")
                .get();
    }
}
