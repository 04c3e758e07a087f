package io.trunkline.transport.internal;

import java.io.IOException;
import java.net.InetSocketAddress;

/** One TCP connect that is under way to one address. Loop-confined. */
interface Dial {
    InetSocketAddress address();

    /** Gives the socket away once it is connected: its readiness goes to the new owner from then on. */
    SocketIo io() throws IOException;

    /** Names who is called when the socket is ready, in this dial's place. */
    void handOver(Selectable owner);

    /** Closes the socket, unless it was given away; the listener is not told. */
    void abandon();

    /** Hears how a dial ends: once, never from within {@link Dialer#dial}. */
    interface Listener {
        void connected(Dial dial);

        void failed(Dial dial, Throwable why);
    }

    /** Begins connects; a test plays the network by giving its own. */
    @FunctionalInterface
    interface Dialer {
        /** Begins a connect; throws what can be told at once, no route or no descriptor say. */
        Dial dial(InetSocketAddress address, Listener listener) throws IOException;
    }
}
