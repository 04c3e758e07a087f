package io.trunkline.testing.internal.proxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's port on loopback, which can be shut and opened again without being lost to somebody else in between.
 *
 * <p>A second socket stays bound to the port and never listens: connects are refused while the door is shut, and the kernel
 * gives the port to nobody. Where a system does not let two sockets bind one port, the port is merely bound again.
 *
 * <p>Loop-confined, except its making and {@link #address}.
 */
final class Door {
    private static final int BACKLOG = 1024;

    private final InetSocketAddress address;
    private final SocketChannel reservation;
    private @Nullable ServerSocketChannel listening;

    Door() throws IOException {
        reservation = SocketChannel.open();
        try {
            reservation.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            address = (InetSocketAddress) reservation.getLocalAddress();
            listening = listen();
        } catch (IOException e) {
            Splice.closeQuietly(reservation);
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    private ServerSocketChannel listen() throws IOException {
        try {
            return bind();
        } catch (BindException e) {
            Splice.closeQuietly(reservation);
            return bind();
        }
    }

    private ServerSocketChannel bind() throws IOException {
        ServerSocketChannel opened = ServerSocketChannel.open();
        try {
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return opened.bind(address, BACKLOG);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Listens, unless it does so already. */
    void open(Selector selector) throws IOException {
        if (listening == null) {
            listening = listen();
        }
        if (listening.keyFor(selector) == null) {
            listening.register(selector, SelectionKey.OP_ACCEPT);
        }
    }

    /** Refuses from now on; what the kernel had accepted and we had not is reset. */
    void shut(Selector selector) throws IOException {
        if (listening != null) {
            listening.close();
            listening = null;
            selector.selectNow(); // A registered channel lets go of its port in the next select.
        }
    }

    @Nullable
    SocketChannel accept() throws IOException {
        return listening == null ? null : listening.accept();
    }

    void close(Selector selector) throws IOException {
        shut(selector);
        Splice.closeQuietly(reservation);
    }
}
