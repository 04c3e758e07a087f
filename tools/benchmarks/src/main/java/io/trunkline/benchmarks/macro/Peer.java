package io.trunkline.benchmarks.macro;

import java.net.InetSocketAddress;
import java.time.Duration;

/** One way to carry frames, with both ends of it. Thread-safe. */
public interface Peer {
    /** Whether it can do this at all; what it cannot is left out. */
    default boolean supports(Scenario scenario) {
        return !scenario.hasSubscriptions();
    }

    /** How long it runs before it is measured, where most run so long. */
    default Duration warmUp(Duration usual) {
        return usual;
    }

    /** Starts a server on a free port of loopback: an echo, or for {@link Scenario.Kind#STREAM} a source of events. */
    Listening serve(Scenario scenario) throws Exception;

    /** Makes a client of such a server. */
    Dialer dial(InetSocketAddress server, Scenario scenario) throws Exception;
}
