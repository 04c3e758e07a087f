package io.trunkline.benchmarks.upload;

import io.trunkline.Payload;
import io.trunkline.codec.FrameDecoder;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends one file of zeros in binary chunks, as fast as they are taken, by hand on a blocking channel. Caller-confined. */
final class Source implements AutoCloseable {
    private static final int CHANNEL = 1;
    private static final int HEADERS = 16;
    private static final int MAX_ANSWER = 65_536;
    private static final long PATIENCE_SECONDS = 120;

    private final SocketChannel channel;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    Source(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread reader = new Thread(this::read, "answers");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        FrameDecoder<TypedFrame> decoder = new FrameDecoder<>(FrameFormat.typed(), MAX_ANSWER);
        ByteBuffer buffer = ByteBuffer.allocate(MAX_ANSWER);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                decoder.feed(buffer.flip(), this::take);
            }
        } catch (IOException e) {
            answers.add("lost: " + e);
        }
    }

    /** Keeps an answer's text: a parser beside the receiver, on two cores, would be measured with it. */
    private void take(TypedFrame frame) {
        answers.add(frame.payload().text());
    }

    /** What one upload took, in nanoseconds. */
    record Times(long stored, long durable) {}

    Times send(long size, int chunk) throws IOException, InterruptedException {
        long began = System.nanoTime();
        json("{\"type\":\"file_start\",\"transferId\":\"t\",\"filename\":\"upload.bin\",\"fileSize\":" + size
                + ",\"chunkSize\":" + chunk + ",\"channel\":" + CHANNEL + "}");
        await("file_start_ack", -1);
        ByteBuffer content = ByteBuffer.allocateDirect(chunk);
        long index = 0;
        for (long at = 0; at < size; at += chunk) {
            content.clear().limit((int) Math.min(chunk, size - at));
            chunk((int) index++, content);
        }
        await("file_chunk_ack", size);
        long stored = System.nanoTime();
        json("{\"type\":\"file_end\",\"transferId\":\"t\"}");
        await("file_complete", size);
        return new Times(stored - began, System.nanoTime() - stored);
    }

    private void chunk(int index, ByteBuffer content) throws IOException {
        ByteBuffer headers = ByteBuffer.allocate(HEADERS)
                .putShort((short) 0x20)
                .putInt(8 + content.remaining())
                .putShort((short) 0)
                .putInt(CHANNEL)
                .putInt(index)
                .flip();
        ByteBuffer[] frame = {headers, content};
        while (content.hasRemaining()) {
            channel.write(frame);
        }
    }

    private void json(String message) throws IOException {
        Payload body = Payload.wrap(message.getBytes(StandardCharsets.UTF_8));
        ByteBuffer frame = ByteBuffer.allocate(8 + body.size());
        FrameFormat.typed().write(TypedFrame.of(0x20, body), frame);
        frame.flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private void await(String type, long bytes) throws InterruptedException {
        String count = bytes < 0 ? "" : "\"receivedBytes\":" + bytes;
        while (true) {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer.startsWith("lost") || answer.contains("\"error\"")) {
                throw new IllegalStateException(type + " has not come, but " + answer);
            }
            if (answer.contains("\"" + type + "\"") && answer.contains(count)) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
