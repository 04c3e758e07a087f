package io.trunkline.server.internal.file;

import io.trunkline.Payload;
import io.trunkline.transport.internal.file.PartFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** One file that is being sent. Confined to the lane of its connection; reads block. */
record Download(FileChannel file, FileReport report) {
    /** Reads bytes; fewer than asked for if the file has shrunk. */
    Payload read(long position, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        PartFile.read(file, position, into);
        byte[] bytes = into.array();
        return into.hasRemaining() ? Payload.of(Arrays.copyOf(bytes, into.position())) : Payload.wrap(bytes);
    }

    void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
