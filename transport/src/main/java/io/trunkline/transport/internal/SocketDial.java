package io.trunkline.transport.internal;

import io.trunkline.transport.SocketOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connect on a real socket of one loop.
 *
 * <pre>{@code
 * CONNECTING ──▶ CONNECTED ──io, handOver──▶ given away
 *     └─ refused, unreachable, abandoned ──▶ CLOSED
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class SocketDial implements Dial, Selectable {
    private final InetSocketAddress address;
    private final Listener listener;
    private final SocketChannel channel;
    private @Nullable LoopKey key;
    private boolean ended;

    private SocketDial(InetSocketAddress address, Listener listener, SocketChannel channel) {
        this.address = address;
        this.listener = listener;
        this.channel = channel;
    }

    static Dial begin(EventLoop loop, SocketOptions options, InetSocketAddress address, Listener listener)
            throws IOException {
        SocketDial dial = new SocketDial(address, listener, SocketChannel.open());
        try {
            dial.connect(loop, options);
            return dial;
        } catch (IOException | RuntimeException e) {
            dial.abandon();
            throw e;
        }
    }

    private void connect(EventLoop loop, SocketOptions options) throws IOException {
        channel.configureBlocking(false);
        ConnectionOpener.configure(channel, options);
        boolean connected = channel.connect(address);
        key = loop.register(channel, connected ? 0 : SelectionKey.OP_CONNECT, this);
        if (connected) {
            loop.execute(this::connected); // Later: the caller has not yet got its dial.
        }
    }

    @Override
    public void onReady(SelectionKey ready) throws IOException {
        if (!ended && channel.finishConnect()) {
            ready.interestOps(0);
            connected();
        }
    }

    private void connected() {
        if (ended) {
            return;
        }
        try {
            if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
                // A free local port may be chosen as both ends: TCP then connects the socket to itself.
                throw new ConnectException("nothing listens there: the socket connected to itself");
            }
            listener.connected(this);
        } catch (IOException e) {
            onFailure(e);
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        if (!ended) {
            abandon();
            listener.failed(this, failure);
        }
    }

    @Override
    public void onLoopEnding() {
        onFailure(new IOException("the runtime was closed"));
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public SocketIo io() throws IOException {
        ChannelIo io = new ChannelIo(channel, Objects.requireNonNull(key));
        key = io;
        return io;
    }

    @Override
    public void handOver(Selectable owner) {
        Objects.requireNonNull(key).attach(owner);
        ended = true;
    }

    @Override
    public void abandon() {
        if (!ended) {
            ended = true;
            Acceptor.closeQuietly(channel);
        }
    }
}
