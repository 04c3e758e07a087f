package io.trunkline.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Relays one connection and keeps what each side said, so that a conversation can be shown as bytes.
 *
 * <pre>{@code
 * client ──▶ ServerSocket ──▶ [kept: toServer] ──▶ Socket ──▶ server
 *        ◀──              ◀── [kept: toClient] ◀──        ◀──
 * }</pre>
 *
 * <p>A teaching tool for short conversations: it keeps every byte and uses one blocking thread per direction. Thread-safe.
 * A failure of either side closes both.
 */
final class ByteTap implements AutoCloseable {
    private static final int JOIN_MILLIS = 2_000;

    private final ServerSocket listener;
    private final int target;
    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
    private final Thread relay = new Thread(this::relay, "demo-tap");

    private ByteTap(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** Listens on a free loopback port and relays the first connection to {@code target} on loopback. */
    static ByteTap before(int target) {
        try {
            ByteTap tap = new ByteTap(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), target);
            tap.relay.setDaemon(true);
            tap.relay.start();
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's relay could not listen on loopback", e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    byte[] sentToServer() {
        return toServer.toByteArray();
    }

    byte[] sentToClient() {
        return toClient.toByteArray();
    }

    private void relay() {
        try (Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread back = new Thread(() -> copy(server, client, toClient), "demo-tap-back");
            back.setDaemon(true);
            back.start();
            copy(client, server, toServer);
            back.join(JOIN_MILLIS);
        } catch (IOException e) {
            // The listener was closed before anybody came, or one side is gone: there is no more to relay.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to, ByteArrayOutputStream kept) {
        byte[] chunk = new byte[8_192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                kept.write(chunk, 0, n);
                out.write(chunk, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // Either side closed: its peer sees the same through the sockets' close.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            relay.join(JOIN_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
