package io.trunkline.benchmarks.upload;

import io.trunkline.client.ClientOptions;
import io.trunkline.client.FileTransfer;
import io.trunkline.client.FrameClient;
import io.trunkline.client.TransferOptions;
import io.trunkline.client.TransferProgress;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Sends a file of zeros with {@link FileTransfer}, which reads it, digests it, and announces its SHA-256. Caller-confined. */
final class OurClient {
    private static final String NAME = "upload.bin";

    private final int port;
    private final Path file;

    /** The file has a size and no blocks: reading it costs what reading a cached file does. */
    OurClient(int port, Path file, long size) throws IOException {
        this.port = port;
        this.file = file;
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
    }

    Source.Times send(long size, int chunk) {
        AtomicLong stored = new AtomicLong();
        TransferOptions options = TransferOptions.builder()
                .fileName(NAME)
                .chunkSize(chunk)
                .observer(progress -> note(progress, size, stored))
                .build();
        try (FrameClient<TypedFrame> client =
                FrameClient.connect(FrameFormat.typed(), ClientOptions.of("127.0.0.1", port))) {
            long began = System.nanoTime();
            FileTransfer.upload(client, file, options).join();
            return new Source.Times(stored.get() - began, System.nanoTime() - stored.get());
        }
    }

    private static void note(TransferProgress progress, long size, AtomicLong stored) {
        if (progress.bytes() == size) {
            stored.compareAndSet(0, System.nanoTime());
        }
    }
}
