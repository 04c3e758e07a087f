package io.trunkline.testing.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Asks on a bare socket, a window at a time, and connects anew when it is cut; never asks anything twice.
 *
 * <p>So a second answer, or somebody else's, is seen. Caller-confined.
 */
final class LoneCaller {
    private static final int WINDOW = 64;
    private static final int PATIENCE_MS = 60_000;

    private final int port;
    private final IntSupplier numbers;
    private final Set<Integer> waiting = new HashSet<>();
    private final BitSet answers = new BitSet();
    private long refused;
    private long lost;
    private boolean done;

    /**
     * Begins nothing yet.
     *
     * @param port of the server, or of what stands before it
     * @param numbers of requests; negative when there are no more
     */
    LoneCaller(int port, IntSupplier numbers) {
        this.port = port;
        this.numbers = numbers;
    }

    /** Asks until there are no more numbers. */
    void askAll() {
        while (!done) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MS);
                converse(socket);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("never ended: " + waiting, e);
            } catch (IOException e) {
                lost += waiting.size(); // Cut: what waits has ended with the connection.
                waiting.clear();
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        receive(in); // initialize
        while (!done) {
            out.write(nextWindow());
            while (!waiting.isEmpty()) {
                take(receive(in));
            }
        }
    }

    private byte[] nextWindow() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frames = new DataOutputStream(bytes);
        for (int i = 0; i < WINDOW && !done; i++) {
            int number = numbers.getAsInt();
            if (number < 0) {
                done = true;
            } else {
                waiting.add(number);
                byte[] request = String.format(
                                "request:work:1.0.0:00000000-0000-4000-8000-%012x::60000\n%d", number, number)
                        .getBytes(StandardCharsets.US_ASCII);
                frames.writeInt(request.length);
                frames.write(request);
            }
        }
        return bytes.toByteArray();
    }

    private static String receive(DataInputStream in) throws IOException {
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return new String(body, StandardCharsets.UTF_8);
    }

    private void take(String response) {
        String[] parts = response.split("\n", 2);
        int number = Integer.parseInt(parts[0].substring(parts[0].length() - 12), 16);
        if (!waiting.remove(number)) {
            throw new AssertionError("nobody waits for this: " + response);
        }
        if (parts[1].contains("\"executed\":\"no\"")) {
            refused++;
        } else if (parts[1].equals(String.valueOf(number))) {
            answers.set(number);
        } else {
            throw new AssertionError("another's answer: " + response);
        }
    }

    long answered() {
        return answers.cardinality();
    }

    long refused() {
        return refused;
    }

    long lost() {
        return lost;
    }

    void forEachAnswered(IntConsumer action) {
        answers.stream().forEach(action);
    }
}
