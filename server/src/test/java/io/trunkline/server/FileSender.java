package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.codec.FrameDecoder;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A source of files on a plain socket, in length-prefixed JSON or in typed frames, which does as it is told. */
final class FileSender implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final boolean typed;
    private final FrameDecoder<?> decoder;
    private final Queue<Map<?, ?>> answers = new ArrayDeque<>();
    private final Queue<byte[]> chunks = new ArrayDeque<>();

    private FileSender(int port, boolean typed) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.typed = typed;
        this.decoder = typed
                ? new FrameDecoder<>(FrameFormat.typed(), 4 << 20)
                : new FrameDecoder<>(JsonMessage.in(FrameFormat.lengthPrefixed()), 4 << 20);
    }

    static FileSender json(int port) {
        return new FileSender(port, false);
    }

    static FileSender typed(int port) {
        return new FileSender(port, true);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Socket socket() {
        return socket;
    }

    FileSender send(String json) {
        return frame(json.getBytes(StandardCharsets.UTF_8));
    }

    private FileSender frame(byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(8 + body.length);
        if (typed) {
            frame.putShort((short) 0x20).putInt(body.length).putShort((short) 0);
        } else {
            frame.putInt(body.length);
        }
        frame.put(body);
        return bytes(frame.array(), frame.position());
    }

    private FileSender bytes(byte[] bytes, int length) {
        try {
            socket.getOutputStream().write(bytes, 0, length);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Announces a file; {@code more} begins with a comma or is empty. */
    FileSender start(String id, String name, Object size, Object chunk, String more) {
        return send("{\"type\":\"file_start\",\"transferId\":\"" + id + "\",\"filename\":\"" + name + "\",\"fileSize\":"
                + size + ",\"chunkSize\":" + chunk + more + "}");
    }

    FileSender start(String id, String name, int size, int chunk) {
        return start(id, name, size, chunk, "");
    }

    /** Announces a file and takes the consent. */
    FileSender begin(String id, String name, int size, int chunk) {
        start(id, name, size, chunk, "");
        assertThat(next()).isEqualTo(Map.of("type", "file_start_ack", "transferId", id, "status", "ready"));
        return this;
    }

    FileSender chunk(String id, long index, byte[] bytes) {
        return send("{\"type\":\"file_chunk\",\"transferId\":\"" + id + "\",\"chunkIndex\":" + index + ",\"data\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}");
    }

    FileSender chunk(String id, long index, String text) {
        return chunk(id, index, text.getBytes(StandardCharsets.US_ASCII));
    }

    FileSender binary(int channel, int index, byte[] bytes) {
        ByteBuffer body = ByteBuffer.allocate(8 + bytes.length);
        return frame(body.putInt(channel).putInt(index).put(bytes).array());
    }

    FileSender end(String id) {
        return send("{\"type\":\"file_end\",\"transferId\":\"" + id + "\"}");
    }

    FileSender end(String id, String sha256) {
        return send("{\"type\":\"file_end\",\"transferId\":\"" + id + "\",\"sha256\":\"" + sha256 + "\"}");
    }

    FileSender get(String id, String name, int chunk, String more) {
        return send("{\"type\":\"file_get\",\"transferId\":\"" + id + "\",\"filename\":\"" + name + "\",\"chunkSize\":"
                + chunk + more + "}");
    }

    /** Sends a whole file from a byte on, without waiting for answers. */
    FileSender content(String id, byte[] file, int chunk, int from) {
        for (int at = from; at < file.length; at += chunk) {
            chunk(id, at / chunk, Arrays.copyOfRange(file, at, Math.min(file.length, at + chunk)));
        }
        return this;
    }

    /** The next JSON message; binary chunks before it wait for {@link #nextChunk}. */
    Map<?, ?> next() {
        while (answers.isEmpty()) {
            assertThat(read()).as("the server has closed the connection").isTrue();
        }
        return answers.remove();
    }

    /** The next message that is neither an acknowledged chunk nor progress. */
    Map<?, ?> outcome() {
        Map<?, ?> answer = next();
        while ("file_chunk_ack".equals(answer.get("type")) || "file_progress".equals(answer.get("type"))) {
            answer = next();
        }
        return answer;
    }

    /** A member that must be there and be a number. */
    static double number(Map<?, ?> message, String name) {
        return ((Number) Objects.requireNonNull(message.get(name), name)).doubleValue();
    }

    /** Reads a refusal of a transfer. */
    void expectError(String id, String code, @Nullable String reason) {
        Map<?, ?> answer = outcome();
        assertThat(answer.get("type")).as("%s", answer).isEqualTo("error");
        assertThat(answer.get("transferId")).isEqualTo(id);
        assertThat(answer.get("code")).as("%s", answer).isEqualTo(code);
        assertThat(answer.get("reason")).as("%s", answer).isEqualTo(reason);
    }

    byte[] nextChunk() {
        while (chunks.isEmpty()) {
            assertThat(read()).as("the server has closed the connection").isTrue();
        }
        return chunks.remove();
    }

    boolean hasChunk() {
        return !chunks.isEmpty();
    }

    private boolean read() {
        byte[] buffer = new byte[64 * 1024];
        try {
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                return false;
            }
            decoder.feed(ByteBuffer.wrap(buffer, 0, read), this::take);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(Object frame) {
        Payload body = frame instanceof TypedFrame one ? one.payload() : ((JsonMessage) frame).payload();
        if (body.asByteBuffer().get(0) == 0) {
            chunks.add(body.toBytes());
        } else {
            answers.add(body.as(Map.class));
        }
    }

    /** Reads to the end; fails if a message comes before it. */
    void expectEnd() {
        boolean more = true;
        while (more) {
            more = read();
        }
        assertThat(answers).isEmpty();
    }

    void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
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
