package io.trunkline.transport.internal;

import io.trunkline.transport.BindFailedException;
import io.trunkline.transport.PortInUseException;
import io.trunkline.transport.SocketOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;

/** Opens listening channels, or says which of the few reasons there are keeps it from it, and what to do. Thread-safe. */
final class Binder {
    /** Below it, most systems let only privileged processes listen. */
    private static final int FIRST_FREE_PORT = 1024;

    private Binder() {}

    /**
     * Opens a channel that listens; nothing is left open when it fails.
     *
     * @throws PortInUseException if something listens there already
     * @throws BindFailedException for every other reason
     */
    static ServerSocketChannel bind(InetSocketAddress address, SocketOptions options) {
        if (address.isUnresolved()) {
            throw new BindFailedException(
                    address, "the name cannot be resolved; check its spelling, or give a numeric address", null);
        }
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            configure(channel, options);
            channel.bind(address, options.backlog());
            return channel;
        } catch (IOException | RuntimeException e) {
            Acceptor.closeQuietly(channel);
            throw explain(address, e);
        }
    }

    private static void configure(ServerSocketChannel channel, SocketOptions options) throws IOException {
        channel.configureBlocking(false);
        // So that a restart does not wait for the old connections to leave TIME_WAIT.
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (options.reusePort()) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        if (options.receiveBuffer().isPresent()) {
            // On the listener: the window scale is agreed in the handshake, before there is a channel to set it on.
            channel.setOption(
                    StandardSocketOptions.SO_RCVBUF, options.receiveBuffer().getAsInt());
        }
    }

    /** The exception for what the system said. */
    static BindFailedException explain(InetSocketAddress address, Exception said) {
        String message = String.valueOf(said.getMessage());
        String words = message.toLowerCase(Locale.ROOT);
        if (said instanceof UnsupportedOperationException) {
            return failed(address, "this system lets no two listeners share a port; leave reusePort out", said);
        }
        if (isOutOfDescriptors(said)) {
            return failed(address, "the limit of open files is reached; raise it (ulimit -n), or close some", said);
        }
        if (words.contains("denied") || words.contains("not permitted")) {
            return denied(address, said);
        }
        if (words.contains("in use")) {
            return new PortInUseException(address, said);
        }
        if (words.contains("assign")) {
            return foreign(address, said);
        }
        // The JDK has one exception for all three, and the system may put the reason into another language.
        return said instanceof BindException ? guess(address, said) : failed(address, message, said);
    }

    /** Whether it is the limit of the process or of the system on open files that was reached. */
    static boolean isOutOfDescriptors(Throwable said) {
        return String.valueOf(said.getMessage()).toLowerCase(Locale.ROOT).contains("open files");
    }

    private static BindFailedException guess(InetSocketAddress address, Exception said) {
        if (!isOurs(address.getAddress())) {
            return foreign(address, said);
        }
        boolean privileged = address.getPort() > 0 && address.getPort() < FIRST_FREE_PORT;
        return privileged ? denied(address, said) : new PortInUseException(address, said);
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // It cannot be told; the port is the likelier reason.
        }
    }

    private static BindFailedException denied(InetSocketAddress address, Exception said) {
        return failed(
                address,
                "permission denied; ports below " + FIRST_FREE_PORT
                        + " are for privileged processes: choose a higher one, or grant CAP_NET_BIND_SERVICE",
                said);
    }

    private static BindFailedException foreign(InetSocketAddress address, Exception said) {
        return failed(address, "the address is not one of this machine's; 0.0.0.0 or :: stands for all of them", said);
    }

    private static BindFailedException failed(InetSocketAddress address, String problem, Exception said) {
        return new BindFailedException(address, problem, said);
    }
}
