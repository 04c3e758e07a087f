package io.trunkline.server;

import io.trunkline.codec.Framing;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/** A peer that writes and reads bytes on a plain socket, and knows nothing of the code under test. */
public final class BytePeer implements AutoCloseable {
    /** Long enough for a busy machine: a test that waits so long has failed. */
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final Framing framing;
    private final DataInputStream in;
    private final OutputStream out;

    private BytePeer(int port, Framing framing) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.framing = framing;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects and does not read. */
    public static BytePeer raw(int port, Framing framing) {
        try {
            return new BytePeer(port, framing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects in envelope frames and takes the initialize message. */
    public static BytePeer connect(int port) {
        return connect(port, Framing.ENVELOPE);
    }

    /** Connects and takes the initialize message. */
    public static BytePeer connect(int port, Framing framing) {
        BytePeer peer = raw(port, framing);
        assertThat(peer.receive()).isEqualTo("publish:system.initialize:1.0.0\n{}");
        return peer;
    }

    /** The id under which the server knows this peer. */
    public String id() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    public byte[] frame(String message) {
        return frame(0, message.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] frame(int flags, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate((framing == Framing.ENVELOPE ? 8 : 4) + body.length);
        frame.putInt(body.length);
        if (framing == Framing.ENVELOPE) {
            frame.putInt(flags);
        }
        return frame.put(body).array();
    }

    public BytePeer send(String message) {
        return sendBytes(frame(message));
    }

    public BytePeer sendBytes(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame as it was read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Frame(int flags, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public Frame receiveFrame() {
        try {
            int length = in.readInt();
            int flags = framing == Framing.ENVELOPE ? in.readInt() : 0;
            return new Frame(flags, in.readNBytes(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String receive() {
        return receiveFrame().text();
    }

    /** Sends a message and reads one. */
    public String exchange(String message) {
        return send(message).receive();
    }

    /** Asks for a pong, so that everything sent before has been looked at. */
    public void ping() {
        assertThat(exchange("request:system.heartbeat:1.0.0\n{}"))
                .isEqualTo("response:system.heartbeat:1.0.0\n{\"status\":\"success\"}");
    }

    public BytePeer subscribe(String action, String topic) {
        return subscribe(action, topic, "0");
    }

    public BytePeer subscribe(String action, String topic, String priority) {
        String id = "00000000-0000-4000-8000-00000000aaaa";
        assertThat(exchange("request:system.topic.subscribe:1.0.0:" + id + "\n{\"action\":\"" + action
                        + "\",\"topic\":\"" + topic + "\",\"priority\":" + priority + "}"))
                .isEqualTo("response:system.topic.subscribe:1.0.0:" + id + "\n{\"status\":\"success\"}");
        return this;
    }

    /** Ends our output; the server may go on. */
    public void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection without a FIN. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the server's FIN. */
    public byte[] readToEnd() {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            in.transferTo(all);
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes when the server has closed, in order or not; fails if it sends something or stays. */
    public void expectClosed() {
        try {
            assertThat(in.read()).as("a byte instead of the end").isEqualTo(-1);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] readBytes(int count) {
        try {
            return in.readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
