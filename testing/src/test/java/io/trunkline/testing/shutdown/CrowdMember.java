package io.trunkline.testing.shutdown;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * One raw client of the load: always two requests under way, each with a number of its own. Caller-confined.
 *
 * <p>It goes on asking after the notice of the shutdown, as a client that does not care would, until the server ends.
 */
final class CrowdMember {
    private static final int UNDER_WAY = 2;

    /** What became of a request, as this side saw it. */
    enum End {
        ANSWERED,
        REFUSED,
        /** The connection ended before an answer came. */
        UNANSWERED
    }

    private final SocketChannel channel;
    private final IntSupplier numbers;
    private final ByteBuffer in = ByteBuffer.allocate(16_384);
    private final Map<Integer, End> ends = new HashMap<>();
    private int answers;
    private int notices;

    CrowdMember(int port, IntSupplier numbers) throws IOException {
        this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.numbers = numbers;
        channel.configureBlocking(false);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Every request that was sent, with its end; meaningful once the connection has ended. */
    Map<Integer, End> ends() {
        return ends;
    }

    /** More than there are requests: one was answered twice. */
    int answers() {
        return answers;
    }

    int notices() {
        return notices;
    }

    void begin() throws IOException {
        for (int i = 0; i < UNDER_WAY; i++) {
            ask();
        }
    }

    private void ask() throws IOException {
        int number = numbers.getAsInt();
        ends.put(number, End.UNANSWERED);
        String message = "request:work:1.0.0:00000000-0000-4000-8000-%012x::60000\n%d".formatted(number, number);
        byte[] body = message.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .flip();
        channel.write(frame);
        if (frame.hasRemaining()) {
            throw new IOException("two requests of 80 bytes do not fit the socket's buffer");
        }
    }

    /** Takes what has come; false when the connection has ended. */
    boolean receive() {
        try {
            int read = channel.read(in);
            in.flip();
            while (in.remaining() >= 4 && in.remaining() >= 4 + in.getInt(in.position())) {
                byte[] body = new byte[in.getInt()];
                in.get(body);
                took(new String(body, StandardCharsets.UTF_8));
            }
            in.compact();
            if (read >= 0) {
                return true;
            }
        } catch (IOException e) {
            // Reset by a server that has ended: what it owed us was sent before.
        }
        close();
        return false;
    }

    private void took(String message) throws IOException {
        if (message.startsWith("publish:system.shutdown:")) {
            notices++;
        } else if (message.startsWith("response:work:1.0.0:")) {
            answers++;
            int number = Integer.parseInt(message.substring(44, 56), 16);
            String payload = message.substring(message.indexOf('\n') + 1);
            ends.put(number, end(number, payload));
            ask();
        }
    }

    private static End end(int number, String payload) {
        if (payload.equals(String.valueOf(number))) {
            return End.ANSWERED;
        }
        boolean refused = payload.contains("\"SHUTTING_DOWN\"") && payload.contains("\"executed\":\"no\"");
        if (refused) {
            return End.REFUSED;
        }
        throw new IllegalStateException("request " + number + " was answered " + payload);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
