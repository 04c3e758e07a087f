package io.trunkline.transport.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** An address that answers no connect: its queue of connections to be accepted is full, so the kernel drops what comes. */
final class SilentPeer implements AutoCloseable {
    /** The kernel takes one more than it was told. */
    private static final int FILLERS = 4;

    private final ServerSocket socket;
    private final List<SocketChannel> fillers = new ArrayList<>();

    private SilentPeer(InetSocketAddress address) throws IOException {
        this.socket = new ServerSocket(address.getPort(), 1, address.getAddress());
        for (int i = 0; i < FILLERS; i++) {
            SocketChannel filler = SocketChannel.open();
            filler.configureBlocking(false);
            filler.connect(socket.getLocalSocketAddress());
            fillers.add(filler);
        }
    }

    static SilentPeer on(String literal, int port) throws IOException {
        return new SilentPeer(new InetSocketAddress(InetAddress.getByName(literal), port));
    }

    InetAddress address() {
        return socket.getInetAddress();
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        socket.close();
    }
}
