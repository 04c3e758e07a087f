package io.trunkline.tls.bouncycastle;

import io.trunkline.transport.internal.tls.HandshakeTap;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Two engines in one thread, with memory between them. Caller-confined. */
final class EnginePair {
    private static final int ROOM = 1 << 18;

    /** More than any handshake has steps: one that makes none is stuck. */
    private static final int MAX_STEPS = 10_000;

    private final SSLEngine client;
    private final SSLEngine server;
    private final HandshakeTap tap = new HandshakeTap();
    private final ByteBuffer toServer = ByteBuffer.allocate(ROOM).flip();
    private final ByteBuffer toClient = ByteBuffer.allocate(ROOM).flip();
    private final ByteBuffer heardByClient = ByteBuffer.allocate(ROOM);
    private final ByteBuffer heardByServer = ByteBuffer.allocate(ROOM);

    EnginePair(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    SSLEngine client() {
        return client;
    }

    SSLEngine server() {
        return server;
    }

    /** The group that the server chose. */
    @Nullable
    String group() {
        return tap.group();
    }

    /** Whether the client sent shares for the chosen group at once. */
    boolean tookOneRoundTrip() {
        return !tap.askedAgain();
    }

    /** Goes on until both are done, and fails with what the first of them that fails says. */
    EnginePair handshake() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < MAX_STEPS; step++) {
            if (isDone(client) && isDone(server) && !toServer.hasRemaining()) {
                return this;
            }
            step(client, toClient, toServer, heardByClient);
            step(server, toServer, toClient, heardByServer);
        }
        throw new AssertionError(
                "stuck: client " + client.getHandshakeStatus() + ", server " + server.getHandshakeStatus());
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && !engine.getSession().getCipherSuite().contains("NULL");
    }

    private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out, ByteBuffer heard) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> wrap(engine, ByteBuffer.allocate(0), out);
            default -> engine.unwrap(in, heard);
        }
    }

    private void wrap(SSLEngine engine, ByteBuffer plain, ByteBuffer out) throws SSLException {
        int before = out.compact().position();
        try {
            SSLEngineResult result = engine.wrap(plain, out);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                throw new AssertionError("no room for a record: " + out);
            }
        } finally {
            out.flip();
            if (engine == server) {
                tap.fromServer(out.duplicate().position(before));
            }
        }
    }

    /** Sends bytes there and back, and gives what came back. */
    byte[] echo(byte[] bytes) throws SSLException {
        byte[] there = send(client, server, bytes);
        return send(server, client, there);
    }

    private byte[] send(SSLEngine from, SSLEngine to, byte[] bytes) throws SSLException {
        ByteBuffer wire = from == client ? toServer : toClient;
        ByteBuffer heard = to == client ? heardByClient : heardByServer;
        ByteBuffer plain = ByteBuffer.wrap(bytes);
        while (plain.hasRemaining()) {
            wrap(from, plain, wire);
        }
        for (int step = 0; wire.hasRemaining() && step < MAX_STEPS; step++) {
            if (to.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                to.getDelegatedTask().run();
            }
            to.unwrap(wire, heard);
        }
        byte[] got = new byte[heard.flip().remaining()];
        heard.get(got);
        heard.clear();
        return got;
    }
}
