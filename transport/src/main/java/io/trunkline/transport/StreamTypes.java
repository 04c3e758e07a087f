package io.trunkline.transport;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import io.trunkline.transport.internal.stream.TypeFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Chooses the handler of a stream by its type. Immutable. */
final class StreamTypes implements StreamHandler, TypeFilter {
    private final Map<String, StreamHandler> handlers;
    private final @Nullable StreamHandler otherwise;

    private StreamTypes(Map<String, StreamHandler> handlers, @Nullable StreamHandler otherwise) {
        this.handlers = Map.copyOf(handlers);
        this.otherwise = otherwise;
    }

    private @Nullable StreamHandler find(String type) {
        return handlers.getOrDefault(type, otherwise);
    }

    @Override
    public boolean accepts(String type) {
        return find(type) != null;
    }

    @Override
    public void handle(DuplexStream stream) throws Exception {
        StreamHandler handler = find(stream.type());
        if (handler == null) {
            // Asked directly, by a handler of a user's that wraps this one.
            throw new ReplyException(ErrorCode.of(UNKNOWN_TYPE), "no handler for this type of stream");
        }
        handler.handle(stream);
    }

    /** What a builder has collected. Caller-confined. */
    static final class Draft {
        private final Map<String, StreamHandler> handlers = new HashMap<>();
        private @Nullable StreamHandler otherwise;

        void add(String type, StreamHandler handler) {
            Objects.requireNonNull(type, "type");
            if (handlers.putIfAbsent(type, Objects.requireNonNull(handler, "handler")) != null) {
                throw new IllegalArgumentException("two handlers for streams of the type " + type);
            }
        }

        void otherwise(StreamHandler handler) {
            otherwise = Objects.requireNonNull(handler, "handler");
        }

        StreamHandler build() {
            if (handlers.isEmpty() && otherwise == null) {
                throw new IllegalStateException("no handler; call handle(..) or otherwise(..) first");
            }
            return new StreamTypes(handlers, otherwise);
        }
    }
}
