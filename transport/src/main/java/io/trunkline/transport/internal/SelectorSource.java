package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.channels.Selector;

/** Opens selectors: the JDK's, or one of a test that misbehaves. */
@FunctionalInterface
interface SelectorSource {
    SelectorSource SYSTEM = Selector::open;

    Selector open() throws IOException;
}
