package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.TlsOptions;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines that speak with each other through two buffers, without sockets and threads. Caller-confined. */
final class EnginePair {
    private static final int BUFFER = 64 * 1024;
    /** A handshake takes about ten; one that takes this many does not end. */
    private static final int MAX_STEPS = 200;

    final TlsEngine client;
    final TlsEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER);

    EnginePair(TlsEngine client, TlsEngine server) {
        this.client = client;
        this.server = server;
    }

    /** Engines of both options, the client's for {@code host}. */
    static EnginePair of(TlsOptions client, TlsOptions server, String host) {
        return new EnginePair(
                ReloadableEngines.forClient(client).newEngine(host, 443),
                ReloadableEngines.forServer(server).newEngine(null, 443));
    }

    /** Shakes hands and lets a byte go each way, which brings the tickets of TLS 1.3 along. */
    EnginePair connect() throws SSLException {
        for (int i = 0; i < MAX_STEPS; i++) {
            boolean moved = step(client.engine(), toClient, toServer);
            moved |= step(server.engine(), toServer, toClient);
            if (!moved && isDone(client.engine()) && isDone(server.engine())) {
                exchange(client.engine(), server.engine(), toServer);
                exchange(server.engine(), client.engine(), toClient);
                return this;
            }
        }
        throw new AssertionError("no end: " + client.engine().getHandshakeStatus() + " and "
                + server.engine().getHandshakeStatus());
    }

    TlsInfo clientInfo() throws SSLException {
        return client.completed(null);
    }

    TlsInfo serverInfo() throws SSLException {
        return server.completed(null);
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            return true;
        }
        if (status == HandshakeStatus.NEED_UNWRAP || (isDone(engine) && in.position() > 0)) {
            in.flip();
            SSLEngineResult result = engine.unwrap(in, ByteBuffer.allocate(BUFFER));
            in.compact();
            return result.bytesConsumed() > 0;
        }
        boolean begins =
                engine.getUseClientMode() && engine.getSession().getProtocol().equals("NONE");
        if (status == HandshakeStatus.NEED_WRAP || (begins && isDone(engine))) {
            return engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
        }
        return false;
    }

    private static void exchange(SSLEngine from, SSLEngine to, ByteBuffer wire) throws SSLException {
        from.wrap(ByteBuffer.wrap(new byte[] {42}), wire);
        wire.flip();
        ByteBuffer read = ByteBuffer.allocate(BUFFER);
        while (wire.hasRemaining() && read.position() == 0) {
            to.unwrap(wire, read);
        }
        wire.compact();
        if (read.position() != 1) {
            throw new AssertionError("the byte did not arrive");
        }
    }
}
