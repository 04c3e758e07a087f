package io.trunkline.transport.internal;

import io.trunkline.codec.internal.frame.FrameEncoder;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.codec.internal.frame.FrameReaders;
import io.trunkline.transport.ConnectionHandler;

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
        return new FrameLogic<>(this, factory);
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
