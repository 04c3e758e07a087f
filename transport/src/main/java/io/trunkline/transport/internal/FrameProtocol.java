package io.trunkline.transport.internal;

import io.trunkline.Overflow;
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
    private final boolean staging;

    public FrameProtocol(FrameSettings<F> settings) {
        this.settings = settings;
        this.encoder = FrameEncoder.of(settings.format(), settings.limits().frame());
        this.staging = !encoder.runsUserCode() && mayStage(settings.outbound().overflow());
    }

    /** Frames that may be dropped must be found again; a sender that blocks is not let onto the loop. */
    private static boolean mayStage(Overflow overflow) {
        return overflow != Overflow.DROP_OLDEST && overflow != Overflow.BLOCK;
    }

    /** Whether what is sent on the loop may be encoded straight into its stage. */
    boolean isStaging() {
        return staging;
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
