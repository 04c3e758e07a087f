package io.trunkline.transport.internal.stream;

import io.trunkline.transport.internal.HandlerWatch;
import io.trunkline.transport.internal.TcpConnection;
import java.util.function.Function;

/**
 * What a listener or a client does around its streams. Immutable.
 *
 * @param handlers told of handlers
 * @param streams makes what watches the streams of one connection, on its loop
 */
public record StreamHooks(HandlerWatch handlers, Function<TcpConnection, StreamWatch> streams) {
    /** Failures of handlers are logged, and that is all. */
    public static StreamHooks none() {
        return new StreamHooks(new HandlerWatch(), connection -> StreamWatch.NONE);
    }
}
