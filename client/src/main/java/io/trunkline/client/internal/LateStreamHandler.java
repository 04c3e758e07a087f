package io.trunkline.client.internal;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.internal.stream.TypeFilter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A handler that a user may set once, after the connection is made; refuses every stream until then. Thread-safe. */
final class LateStreamHandler implements StreamHandler, TypeFilter {
    private final AtomicReference<StreamHandler> handler = new AtomicReference<>();

    /** Tells whether it is the first. */
    boolean set(StreamHandler first) {
        return handler.compareAndSet(null, Objects.requireNonNull(first, "handler"));
    }

    @Override
    public boolean accepts(String type) {
        StreamHandler now = handler.get();
        return now != null && (!(now instanceof TypeFilter filter) || filter.accepts(type));
    }

    @Override
    public void handle(DuplexStream stream) throws Exception {
        StreamHandler now = handler.get();
        if (now == null) {
            throw new ReplyException(ErrorCode.of(UNKNOWN_TYPE), "no handler for streams");
        }
        now.handle(stream);
    }
}
