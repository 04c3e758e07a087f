package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import java.util.concurrent.Executor;

/** Translates a format and a user's options into what frame connections are made with. */
final class FrameProtocols {
    private FrameProtocols() {}

    /** Handlers run on the loop, where they must not block. */
    static <F> FrameProtocol<F> onLoop(FrameFormat<F> format, ClientOptions options, Executor workers) {
        return new FrameProtocol<>(
                new FrameSettings<>(format, FrameLimits.of(options.maxFrame()), options.outbound(), workers, true));
    }
}
