package io.trunkline.transport.internal;

import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.internal.tls.TlsEngines;
import io.trunkline.transport.internal.tls.TlsIo;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a connected channel into a {@link TcpConnection} of a loop. Loop-confined. */
final class ConnectionOpener {
    private static final Logger log = LoggerFactory.getLogger(ConnectionOpener.class);

    private ConnectionOpener() {}

    /** Opens the connection; null, and a closed channel, if the peer has gone or the logic cannot be made. */
    static @Nullable TcpConnection open(
            EventLoop loop,
            SocketChannel channel,
            ConnectionSettings settings,
            Supplier<? extends ConnectionLogic> logics) {
        try {
            channel.configureBlocking(false);
            configure(channel, settings.socket());
            Slot slot = new Slot();
            ChannelIo socket = new ChannelIo(channel, loop.register(channel, 0, slot));
            SocketIo io = secured(loop, socket, settings, null);
            TcpConnection connection = new TcpConnection(loop, io, settings, logics.get());
            socket.attach(connection);
            connection.open();
            return connection;
        } catch (IOException e) {
            log.debug("event=open-failed: the peer has gone", e);
        } catch (Throwable e) {
            log.error("event=open-failed", e);
        }
        Acceptor.closeQuietly(channel);
        return null;
    }

    /** Puts TLS on a socket, where that is configured; {@code host} is what the user calls the peer, null when accepting. */
    static SocketIo secured(EventLoop loop, SocketIo socket, ConnectionSettings settings, @Nullable String host) {
        TlsEngines engines = settings.tls();
        return engines == null
                ? socket
                : new TlsIo(
                        socket,
                        loop,
                        engines.newEngine(host, socket.remoteAddress().getPort()));
    }

    static void configure(SocketChannel channel, SocketOptions options) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, options.keepAlive());
        if (options.keepAlive()) {
            configureKeepAlive(channel, options);
        }
        if (options.sendBuffer().isPresent()) {
            channel.setOption(
                    StandardSocketOptions.SO_SNDBUF, options.sendBuffer().getAsInt());
        }
        if (options.receiveBuffer().isPresent()) {
            channel.setOption(
                    StandardSocketOptions.SO_RCVBUF, options.receiveBuffer().getAsInt());
        }
    }

    private static void configureKeepAlive(SocketChannel channel, SocketOptions options) throws IOException {
        trySet(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds(options.keepAliveIdle()));
        if (options.keepAliveInterval().isPresent()) {
            trySet(
                    channel,
                    ExtendedSocketOptions.TCP_KEEPINTERVAL,
                    seconds(options.keepAliveInterval().get()));
        }
        if (options.keepAliveCount().isPresent()) {
            trySet(
                    channel,
                    ExtendedSocketOptions.TCP_KEEPCOUNT,
                    options.keepAliveCount().getAsInt());
        }
    }

    private static int seconds(Duration time) {
        return Math.toIntExact(time.toSeconds());
    }

    private static <T> void trySet(SocketChannel channel, SocketOption<T> option, T value) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    /** Holds the key's place until the connection exists. */
    private static final class Slot implements Selectable {
        @Override
        public void onReady(SelectionKey key) {}

        @Override
        public void onFailure(Throwable failure) {}

        @Override
        public void onLoopEnding() {}
    }
}
