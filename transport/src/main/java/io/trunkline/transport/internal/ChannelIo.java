package io.trunkline.transport.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's side of a connection: a non-blocking channel, and the key by which it is watched.
 *
 * <p>It is that key itself, so that an idle connection has an object less.
 */
final class ChannelIo extends LoopKey implements SocketIo {
    private static final Logger log = LoggerFactory.getLogger(ChannelIo.class);

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;

    /** Takes the place of {@code key}, which is of no use any more. */
    ChannelIo(SocketChannel channel, LoopKey key) throws IOException {
        super(key);
        this.channel = channel;
        this.remote = (InetSocketAddress) channel.getRemoteAddress();
        this.local = (InetSocketAddress) channel.getLocalAddress();
        if (remote == null || local == null) {
            throw new IOException("the peer has gone already");
        }
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public int write(ByteBuffer first, ByteBuffer second) throws IOException {
        return (int) channel.write(new ByteBuffer[] {first, second});
    }

    @Override
    public void want(boolean read, boolean write) {
        int ops = (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0);
        if (isValid() && interestOps() != ops) {
            interestOps(ops);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("conn={} event=close-failed", remote, e);
        }
    }
}
