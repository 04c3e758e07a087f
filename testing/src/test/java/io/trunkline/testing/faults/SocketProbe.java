package io.trunkline.testing.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** A JDK socket, plain or TLS, with a thread that reads: it can end its output and go on reading. */
final class SocketProbe implements ProbeClient {
    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    SocketProbe(Socket socket) {
        this.socket = socket;
        Thread reader = new Thread(this::read, "socket-probe");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (received) {
                    received.write(buffer, 0, count);
                }
            }
            ended.complete("REMOTE");
        } catch (IOException e) {
            ended.complete("LOST");
        }
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // It has ended: how, is what the matrix looks at.
        }
    }

    @Override
    public byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    @Override
    public void pauseReading() {
        throw new UnsupportedOperationException("its thread reads");
    }

    @Override
    public void resumeReading() {
        throw new UnsupportedOperationException("its thread reads");
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Of no use to anyone.
        }
    }
}
