package io.trunkline.cli;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets every {@code await()} that names no end of its own be as patient as a busy machine needs. Found by its service file. */
public final class LongWaits implements BeforeAllCallback {
    /** What takes so long does not happen any more; ten seconds, Awaitility's own, pass on a machine that swaps or builds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** For the service loader. */
    public LongWaits() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
