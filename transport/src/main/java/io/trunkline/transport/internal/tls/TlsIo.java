package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.MemoryAccount;
import io.trunkline.transport.internal.SocketIo;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * TLS between a connection and its plain socket: {@link #read} gives plaintext, {@link #write} takes it.
 *
 * <pre>{@code
 *              ┌──────────────────────── connection ────────────────────────┐
 *          read│ ▲ plaintext                                      plaintext │ write
 *              │ │                                                          ▼
 *   unread ─▶ in ─▶ engine.receive ──── its own answers ────▶ out ◀─── engine.send
 *   (tail)     ▲                                              │
 *              │ socket.read                     socket.write ▼ what the kernel does not take ─▶ unsent
 *
 * HANDSHAKING ──last flight, completed() accepts──▶ OPEN ──close_notify──▶ read answers -1 ──▶ CLOSED by the connection
 *      └── a failure, from every state: the alert is sent if there is one, and the exception ends the connection
 * }</pre>
 *
 * <p>{@code in} and {@code out} are the loop's and empty between calls; {@code unread} and {@code unsent} are the
 * connection's and exist only while a record is unfinished or the kernel is slow: an idle connection owns neither. Delegated
 * tasks run elsewhere; until they return, nothing is read, nothing written, and a connection that is closed meanwhile ignores
 * them. Loop-confined.
 */
public final class TlsIo implements SocketIo {
    /**
     * With so much unsent nothing more is read, since each record read may add an answer: one flush of the application's, and
     * as much again. Only a peer that sends key updates and does not read gets there.
     */
    private static final int MAX_UNSENT = 2 * TlsBuffers.OUT_CAPACITY;
    /** How often one call fills the loop's buffer with the engine's own records: more comes in the next turn. */
    private static final int MAX_ROUNDS = 4;

    private final SocketIo socket;
    private final EventLoop loop;
    private final TlsEngine tls;
    private final EngineLoop engine;
    private final DelegatedTasks tasks;
    private final CipherIn source;
    private final CipherOut sink;
    private @Nullable TlsInfo info;
    /** Made when so much is kept that it counts: a connection at rest has none. */
    private @Nullable MemoryAccount memory;

    private @Nullable IOException failure;
    private boolean handshaking = true;
    private boolean endTold;
    private boolean failed;
    private boolean closed;

    /** Puts TLS on a socket; the handshake waits for {@link #begin}. */
    public TlsIo(SocketIo socket, EventLoop loop, TlsEngine tls) {
        this.socket = socket;
        this.loop = loop;
        this.tls = tls;
        this.source = new CipherIn(socket);
        this.sink = new CipherOut(socket);
        this.engine = new EngineLoop(tls.engine(), new RecordWatch(tls.engine(), loop::nanos));
        this.tasks = new DelegatedTasks(loop, engine);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public boolean isLoopOnly() {
        return true;
    }

    @Override
    public boolean prefersHeap() {
        return true;
    }

    @Override
    public boolean isHandshaking() {
        return handshaking;
    }

    @Override
    public @Nullable TlsInfo tls() {
        return info;
    }

    @Override
    public int buffered() {
        return sink.unsent();
    }

    @Override
    public void begin(Runnable again) throws IOException {
        tasks.begin(again);
        engine.begin();
        // A client has something to say first. No bytes can come of it, so that any buffer will do.
        advance(loop.buffers().tls().in().limit(0), ByteBuffer.allocate(0));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        assert into.remaining() >= RecordHeader.MAX_RECORD : "no room for a record";
        if (closed || tasks.areRunning()) {
            return 0;
        }
        tasks.throwFailure();
        throwFailure();
        flush();
        if (sink.unsent() > MAX_UNSENT) {
            return 0;
        }
        if (engine.isInputEnded()) {
            return readAfterEnd(into);
        }
        return readRecords(into);
    }

    private int readRecords(ByteBuffer into) throws IOException {
        ByteBuffer in = loop.buffers().tls().in();
        boolean eof = !source.fill(in, Math.min(in.capacity(), into.remaining()));
        int start = into.position();
        try {
            advance(in, into);
        } catch (IOException e) {
            failure = e; // What was decrypted before it is genuine, and is handed over first.
            if (handshaking) {
                into.position(start); // Unless nobody has vouched for the peer yet, whatever the engine gave.
            }
        } finally {
            charge();
        }
        int count = into.position() - start;
        if (count > 0) {
            return count;
        }
        throwFailure();
        if (engine.isInputEnded()) {
            endTold = true;
            return -1;
        }
        if (eof && !hasUnread() && !tasks.areRunning()) {
            throw truncated();
        }
        return 0;
    }

    /** Tells the budget what is kept for this connection: part of a record, and what its peer does not read. */
    private void charge() {
        long kept = (long) source.unread() + sink.unsent();
        if (memory == null && MemoryAccount.isWorthTelling(kept)) {
            memory = new MemoryAccount(loop.memory());
        }
        if (memory != null) {
            memory.hold(kept);
        }
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Lets the engine go as far as it can with what has come, and keeps the rest. */
    private void advance(ByteBuffer in, ByteBuffer into) throws IOException {
        EngineLoop.Need need;
        int round = 0;
        try {
            do {
                ByteBuffer out = loop.buffers().tls().out();
                need = receive(in, into, out);
                sink.send(out);
            } while (need == EngineLoop.Need.WRITE && sink.isEmpty() && ++round < MAX_ROUNDS);
        } finally {
            source.keep(in);
        }
        switch (need) {
            case TASK -> tasks.start();
            case DONE -> opened();
            case CLOSED -> requireOpened();
            case READ, WRITE -> {}
        }
    }

    private EngineLoop.Need receive(ByteBuffer in, ByteBuffer into, ByteBuffer out) throws IOException {
        try {
            return engine.receive(in, into, out);
        } catch (SSLException e) {
            sayLast(out);
            throw handshaking ? tls.explained(e) : e;
        }
    }

    private void opened() throws SSLException {
        try {
            info = tls.completed(engine.group());
        } catch (SSLException e) {
            sayLast(loop.buffers().tls().out());
            throw e;
        }
        handshaking = false;
    }

    private void requireOpened() throws SSLException {
        if (handshaking) {
            throw new SSLHandshakeException("the peer ended the TLS handshake");
        }
    }

    private IOException truncated() {
        if (handshaking) {
            return new SSLHandshakeException(
                    "the peer ended the connection within the TLS handshake: it expects no TLS, or its timeout was over");
        }
        return new EOFException("truncated: the peer's socket ended without close_notify");
    }

    /** What comes after close_notify is of no meaning, and the end has been told. */
    private int readAfterEnd(ByteBuffer into) throws IOException {
        if (!endTold) {
            endTold = true;
            return -1;
        }
        int start = into.position();
        int count = socket.read(into);
        into.position(start);
        return Math.min(count, 0);
    }

    @Override
    public boolean hasUnread() {
        if (closed || tasks.areRunning() || sink.unsent() > MAX_UNSENT) {
            return false;
        }
        if (failure != null || tasks.hasFailed() || engine.isInputEnded()) {
            return !endTold;
        }
        return source.hasRecord() || (sink.isEmpty() && engine.wantsToWrite());
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        flush();
        if (closed || handshaking || tasks.areRunning() || !sink.isEmpty()) {
            return 0;
        }
        int start = from.position();
        ByteBuffer out = loop.buffers().tls().out();
        EngineLoop.Need need = engine.send(from, out);
        sink.send(out);
        charge();
        if (need == EngineLoop.Need.CLOSED) {
            throw new IOException("the TLS connection takes nothing more: the peer has ended it");
        }
        if (need == EngineLoop.Need.TASK) {
            tasks.start();
        }
        return from.position() - start;
    }

    @Override
    public void flush() throws IOException {
        sink.flush();
        charge();
    }

    @Override
    public void want(boolean read, boolean write) {
        boolean blocked = tasks.areRunning() || sink.unsent() > MAX_UNSENT;
        socket.want(read && !blocked, !sink.isEmpty() || (write && !tasks.areRunning()));
    }

    @Override
    public void shutdownOutput() throws IOException {
        ByteBuffer out = loop.buffers().tls().out();
        engine.end(out);
        sink.send(out);
        sink.end();
        charge();
    }

    /** Sends the alert, if there is one and the kernel takes it now; nobody waits for it. */
    private void sayLast(ByteBuffer out) {
        failed = true;
        engine.lastWords(out);
        try {
            sink.send(out);
        } catch (IOException e) {
            sink.clear(); // The peer has gone: it is not told why.
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!handshaking && sink.isEmpty() && !tasks.areRunning() && !engine.isOutputEnded()) {
            sayGoodbye();
        }
        if (failed) {
            // Closing with unread input resets the connection, and a reset may overtake the alert.
            source.discard(loop.buffers().tls().in(), MAX_ROUNDS);
        }
        source.clear();
        sink.clear();
        charge();
        socket.close();
    }

    private void sayGoodbye() {
        try {
            ByteBuffer out = loop.buffers().tls().out();
            engine.end(out);
            sink.send(out);
        } catch (IOException | RuntimeException e) {
            // It would have been a courtesy; and an engine that cannot must not keep the socket open.
        }
    }
}
