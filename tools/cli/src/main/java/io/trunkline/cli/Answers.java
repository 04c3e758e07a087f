package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import java.util.function.Predicate;

/** Waits for the frame that answers. */
final class Answers {
    private Answers() {}

    /** Skips frames until one is wanted; each wait is bounded by the request timeout. */
    static <F> F next(FrameClient<F> client, ClientOptions options, Predicate<F> wanted) {
        while (true) {
            F frame = client.receive(options.requestTimeout());
            if (frame == null) {
                throw new IllegalStateException("the server closed the connection without an answer");
            }
            if (wanted.test(frame)) {
                return frame;
            }
        }
    }
}
