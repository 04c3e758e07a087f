package io.trunkline.benchmarks.upload;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The least that an upload costs on this machine: one thread that reads, digests, writes and forces.
 *
 * <p>It checks nothing, trusts its peer, answers the last chunk only, and takes one connection at a time, on a thread of its own.
 */
final class ByHand {
    private static final int BUFFER = 256 * 1024;
    private static final int HEADER = 8;
    private static final int CHUNK_HEADER = 8;
    private static final String COUNT = ",\"receivedBytes\":";

    private final Path directory;
    private final ServerSocketChannel listener;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] array = new byte[BUFFER];

    ByHand(Path directory) throws IOException {
        this.directory = directory;
        this.listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(this::serve, "by-hand");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void serve() {
        while (true) {
            try (SocketChannel peer = listener.accept()) {
                buffer.clear().flip();
                receive(peer);
            } catch (IOException | NoSuchAlgorithmException e) {
                throw new IllegalStateException("by hand", e);
            }
        }
    }

    private void receive(SocketChannel peer) throws IOException, NoSuchAlgorithmException {
        String start = json(peer);
        answer(peer, "{\"type\":\"file_start_ack\"}");
        String size = start.substring(start.indexOf("\"fileSize\":") + 11, start.indexOf(",\"chunkSize\""));
        Path part = directory.resolve("by-hand.part");
        Path whole = directory.resolve("by-hand.bin");
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long left = Long.parseLong(size); left > 0; ) {
                left -= chunk(peer, file, digest);
            }
            answer(peer, "{\"type\":\"file_chunk_ack\"" + COUNT + size + "}");
            json(peer);
            file.force(true);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(directory)) {
                entries.force(true);
            }
            answer(peer, "{\"type\":\"file_complete\",\"sha\":" + digest.digest()[0] + COUNT + size + "}");
        }
    }

    /** Takes one chunk as it comes in. */
    private int chunk(SocketChannel peer, FileChannel file, MessageDigest digest) throws IOException {
        int size = header(peer) - CHUNK_HEADER;
        fill(peer, CHUNK_HEADER);
        buffer.position(buffer.position() + CHUNK_HEADER);
        for (int left = size; left > 0; ) {
            fill(peer, 1);
            int some = Math.min(left, buffer.remaining());
            buffer.get(buffer.position(), array, 0, some);
            digest.update(array, 0, some);
            ByteBuffer piece = buffer.slice(buffer.position(), some);
            while (piece.hasRemaining()) {
                int unused = file.write(piece);
            }
            buffer.position(buffer.position() + some);
            left -= some;
        }
        return size;
    }

    private int header(SocketChannel peer) throws IOException {
        fill(peer, HEADER);
        int size = buffer.getInt(buffer.position() + Short.BYTES);
        buffer.position(buffer.position() + HEADER);
        return size;
    }

    private String json(SocketChannel peer) throws IOException {
        byte[] body = new byte[header(peer)];
        fill(peer, body.length);
        buffer.get(body);
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Reads until so many bytes are there, and as many as there are. */
    private void fill(SocketChannel peer, int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        buffer.compact();
        while (buffer.position() < bytes) {
            if (peer.read(buffer) < 0) {
                throw new EOFException("the source has ended");
            }
        }
        buffer.flip();
    }

    private static void answer(SocketChannel peer, String json) throws IOException {
        Payload body = Payload.wrap(json.getBytes(StandardCharsets.UTF_8));
        ByteBuffer frame = ByteBuffer.allocate(HEADER + body.size());
        FrameFormat.typed().write(TypedFrame.of(0x20, body), frame);
        frame.flip();
        while (frame.hasRemaining()) {
            int unused = peer.write(frame);
        }
    }
}
