package io.trunkline.transport.internal;

import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.manual.ManualSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A layer between a connection and its socket, as TLS is one: with a handshake, records of 8 bytes, and bytes that it holds.
 *
 * <p>Its handshake is over when {@code !} has arrived. Its end of output is the word {@code BYE}.
 */
final class ScriptedLayer implements SocketIo {
    static final int RECORD = 8;

    final ManualSocket socket = new ManualSocket();
    private final Queue<Byte> held = new ArrayDeque<>();
    private ByteArrayOutputStream leaving = new ByteArrayOutputStream();
    private @Nullable Runnable again;
    private @Nullable IOException failure;
    private boolean handshaking = true;
    private boolean ended;
    int reads;

    /** Lets the next read fail. */
    void fails(IOException with) {
        failure = with;
    }

    /** Does what the end of a delegated task does. */
    void taskEnds() {
        handshaking = false;
        if (again != null) {
            again.run();
        }
    }

    @Override
    public void begin(Runnable goOn) {
        again = goOn;
        leaving.writeBytes("HI".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public boolean isHandshaking() {
        return handshaking;
    }

    /** Nothing in particular, once its handshake is over. */
    @Override
    public @Nullable TlsInfo tls() {
        return handshaking ? null : TlsInfo.builder("TLSv1.3", "none").build();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        reads++;
        if (failure != null) {
            throw failure;
        }
        boolean began = handshaking;
        take();
        if (began) {
            return ended && handshaking ? -1 : 0;
        }
        if (held.isEmpty()) {
            return ended ? -1 : 0;
        }
        int count = 0;
        while (count < RECORD && !held.isEmpty()) {
            into.put(held.remove());
            count++;
        }
        return count;
    }

    private void take() throws IOException {
        ByteBuffer raw = ByteBuffer.allocate(64 * 1024);
        ended |= socket.read(raw) < 0;
        for (byte each : Arrays.copyOf(raw.array(), raw.position())) {
            if (handshaking) {
                handshaking = each != '!';
            } else {
                held.add(each);
            }
        }
    }

    @Override
    public boolean hasUnread() {
        return !held.isEmpty();
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int count = Math.min(RECORD, from.remaining());
        byte[] record = new byte[count];
        from.get(record);
        leaving.writeBytes(record);
        flush();
        return count;
    }

    @Override
    public boolean isLoopOnly() {
        return true;
    }

    @Override
    public int buffered() {
        return leaving.size();
    }

    @Override
    public void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(leaving.toByteArray());
        socket.write(bytes);
        leaving = new ByteArrayOutputStream();
        leaving.write(bytes.array(), bytes.position(), bytes.remaining());
    }

    @Override
    public void want(boolean read, boolean write) {
        socket.want(read, write);
    }

    @Override
    public void shutdownOutput() throws IOException {
        leaving.writeBytes("BYE".getBytes(StandardCharsets.US_ASCII));
        flush();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.localAddress();
    }
}
