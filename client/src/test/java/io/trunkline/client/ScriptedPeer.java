package io.trunkline.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker made of a plain server socket: it says and reads exactly what a test tells it to.
 *
 * <p>Caller-confined: the test's thread accepts, reads and writes. Every read gives up after {@link #PATIENCE_MILLIS}.
 */
public final class ScriptedPeer implements AutoCloseable {
    /** Long enough for the slowest machine; a test that needs it has failed. */
    static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket listener;
    private final boolean envelope;
    private final List<PeerSession> sessions = new ArrayList<>();

    private ScriptedPeer(boolean envelope) {
        this.envelope = envelope;
        try {
            listener = new ServerSocket();
            // Small and fixed, so that a peer that does not read is full soon.
            listener.setReceiveBufferSize(64 * 1024);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            listener.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ScriptedPeer envelope() {
        return new ScriptedPeer(true);
    }

    static ScriptedPeer lengthPrefixed() {
        return new ScriptedPeer(false);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Waits for the next connection. */
    public PeerSession accept() {
        try {
            Socket socket = listener.accept();
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            PeerSession session = new PeerSession(socket, envelope);
            sessions.add(session);
            return session;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the listener and every connection. */
    @Override
    public void close() {
        try {
            listener.close();
            for (PeerSession session : sessions) {
                session.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
