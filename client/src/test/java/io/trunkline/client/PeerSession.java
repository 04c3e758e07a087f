package io.trunkline.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One connection of a {@link ScriptedPeer}. Caller-confined. */
public final class PeerSession {
    /** One message as it came, taken apart by hand. */
    public static final class Seen {
        private final int flags;
        private final String header;
        private final byte[] payload;

        Seen(int flags, String header, byte[] payload) {
            this.flags = flags;
            this.header = header;
            this.payload = payload;
        }

        int flags() {
            return flags;
        }

        String header() {
            return header;
        }

        byte[] payload() {
            return payload;
        }

        String field(int index) {
            String[] fields = header.split(":", -1);
            return index < fields.length ? fields[index] : "";
        }

        String action() {
            return field(0);
        }

        public String topic() {
            return field(1);
        }

        String id() {
            return field(3);
        }

        String text() {
            return new String(payload, UTF_8);
        }
    }

    /** What a hello answer says unless a test says otherwise. */
    static final String PLAIN_HELLO = "{\"status\":\"success\",\"protocol\":1,\"agent\":\"scripted/1\",\"flags\":[],"
            + "\"compression\":[],\"maxFrame\":1048576,\"maxMessage\":1048576}";

    private final Socket socket;
    private final boolean envelope;
    private final DataInputStream in;
    private final OutputStream out;

    PeerSession(Socket socket, boolean envelope) throws IOException {
        this.socket = socket;
        this.envelope = envelope;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** The address that the client knows this end by. */
    String localAddress() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    public PeerSession initialize() {
        return send("publish:system.initialize:1.0.0", "{}");
    }

    /** Takes the hello request, which must be next, and answers it. */
    PeerSession answerHello(String answer) {
        Seen hello = takeTopic("system.hello");
        return send("response:system.hello:1.0.0:" + hello.id(), answer);
    }

    /** Says initialize and answers hello without any flag. */
    PeerSession greet() {
        return initialize().answerHello(PLAIN_HELLO);
    }

    /** Says initialize and swallows the hello request without an answer. */
    PeerSession greetWithoutHello() {
        initialize().takeTopic("system.hello");
        return this;
    }

    PeerSession send(String header, String payload) {
        return raw(frame(0, header, payload.getBytes(UTF_8)));
    }

    public PeerSession answer(Seen request, String payload) {
        return raw(answerFrame(request, payload));
    }

    byte[] answerFrame(Seen request, String payload) {
        String header = "response:" + request.topic() + ":" + request.field(2) + ":" + request.id();
        return frame(0, header, payload.getBytes(UTF_8));
    }

    byte[] frame(int flags, String header, byte[] payload) {
        return frame(flags, concat((header + "\n").getBytes(UTF_8), payload));
    }

    byte[] frame(int flags, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate((envelope ? 8 : 4) + body.length).putInt(body.length);
        if (envelope) {
            frame.putInt(flags);
        }
        return frame.put(body).array();
    }

    PeerSession raw(byte[] bytes) {
        return raw(bytes, 0, bytes.length);
    }

    PeerSession raw(byte[] bytes, int from, int to) {
        try {
            out.write(bytes, from, to - from);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next message, joining fragments. */
    public Seen take() {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int length = in.readInt();
            int flags = envelope ? in.readInt() : 0;
            body.write(in.readNBytes(length));
            while ((flags & 4) != 0) {
                length = in.readInt();
                flags = in.readInt();
                body.write(in.readNBytes(length));
            }
            return parse(flags, body.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one frame without joining anything. */
    Seen takeFrame() {
        try {
            int length = in.readInt();
            int flags = envelope ? in.readInt() : 0;
            return parse(flags, in.readNBytes(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame that is not looked into. */
    public static final class RawFrame {
        private final int flags;
        private final byte[] body;

        RawFrame(int flags, byte[] body) {
            this.flags = flags;
            this.body = body;
        }

        int flags() {
            return flags;
        }

        int length() {
            return body.length;
        }

        byte[] appendedTo(byte[] before) {
            return concat(before, body);
        }
    }

    RawFrame takeRaw() {
        try {
            int length = in.readInt();
            return new RawFrame(envelope ? in.readInt() : 0, in.readNBytes(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Seen takeTopic(String topic) {
        Seen seen = take();
        if (!seen.topic().toLowerCase(Locale.ROOT).equals(topic)) {
            throw new AssertionError("expected " + topic + ", got " + seen.header());
        }
        return seen;
    }

    /** True when the client has closed in order and nothing more came. */
    boolean atEnd() {
        try {
            in.readByte();
            return false;
        } catch (EOFException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does the same for tests of other packages. */
    public void hangUp() {
        close();
    }

    /** Closes with a reset instead of an end. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Seen parse(int flags, byte[] body) {
        int line = 0;
        while (line < body.length && body[line] != '\n') {
            line++;
        }
        byte[] payload = line < body.length ? Arrays.copyOfRange(body, line + 1, body.length) : new byte[0];
        return new Seen(flags, new String(body, 0, line, UTF_8), payload);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
