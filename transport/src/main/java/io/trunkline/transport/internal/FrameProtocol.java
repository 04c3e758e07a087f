package io.trunkline.transport.internal;

import io.trunkline.codec.internal.frame.FrameEncoder;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.codec.internal.frame.FrameReaders;
import io.trunkline.transport.ConnectionHandler;
import java.util.function.Supplier;

/**
 * Makes connections carry frames of one format to handlers: what a listener or a client keeps of its settings.
 *
 * <p>Immutable, thread-safe.
 */
public final class FrameProtocol<F> {
    private final FrameSettings<F> settings;
    private final FrameEncoder<F> encoder;

    public FrameProtocol(FrameSettings<F> settings) {
        this.settings = settings;
        this.encoder = FrameEncoder.of(settings.format(), settings.limits().frame());
    }

    /** Makes the logic of one connection; the factory is called once, where handlers run. */
    public ConnectionLogic logic(ConnectionHandler.Factory<F> factory) {
        return logics(factory).get();
    }

    /** Makes the logics of many connections; the factory is called once for each. */
    public Supplier<ConnectionLogic> logics(ConnectionHandler.Factory<F> factory) {
        return new FrameService<>(this, factory);
    }

    /** A reader for a connection that stands between two frames. */
    FrameReader<F> newReader() {
        return FrameReaders.of(settings.format(), settings.limits());
    }

    FrameSettings<F> settings() {
        return settings;
    }

    FrameEncoder<F> encoder() {
        return encoder;
    }
}
