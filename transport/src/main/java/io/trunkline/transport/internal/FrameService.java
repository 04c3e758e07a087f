package io.trunkline.transport.internal;

import io.trunkline.transport.ConnectionHandler;
import java.util.function.Supplier;

/** What the frame connections of one listener have in common: what they speak, and who handles it. Immutable. */
record FrameService<F>(FrameProtocol<F> protocol, ConnectionHandler.Factory<F> factory)
        implements Supplier<ConnectionLogic> {
    @Override
    public ConnectionLogic get() {
        return new FrameLogic<>(this);
    }
}
