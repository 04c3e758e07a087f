package io.trunkline.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As much of a Redis server as one ECHO needs: repeats its argument, and says OK to everything else. Thread-safe. */
final class RespServer implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());

    RespServer() throws IOException {
        daemon(this::accept, "resp-accept");
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket peer = listening.accept();
                peer.setTcpNoDelay(true);
                daemon(() -> converse(peer), "resp-peer");
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private static void converse(Socket peer) {
        try (peer;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = peer.getOutputStream();
            List<String> command;
            while ((command = next(in)) != null) {
                out.write(answer(command).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            // Its process has ended.
        }
    }

    /** An array of bulk strings, or null at the end. */
    private static @Nullable List<String> next(BufferedReader in) throws IOException {
        String header = in.readLine();
        if (header == null) {
            return null;
        }
        int count = Integer.parseInt(header.substring(1));
        List<String> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.readLine();
            words.add(in.readLine());
        }
        return words;
    }

    private static String answer(List<String> command) {
        if (!command.get(0).equals("ECHO")) {
            return "+OK\r\n";
        }
        String word = command.get(1);
        return "$" + word.length() + "\r\n" + word + "\r\n";
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
