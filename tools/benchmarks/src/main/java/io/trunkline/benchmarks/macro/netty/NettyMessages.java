package io.trunkline.benchmarks.macro.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.IOException;

/**
 * Writes and reads messages in pooled buffers, as an expert would: bodies go through one array of the loop's.
 *
 * <p>Loop-confined.
 *
 * @param <T> what a body is
 */
final class NettyMessages<T> {
    private static final byte LF = '\n';

    private final Work<T> work;
    private byte[] scratch = new byte[4096];

    NettyMessages(Work<T> work) {
        this.work = work;
    }

    Work<T> work() {
        return work;
    }

    /** A frame without its length, to write a header line and a body into. */
    static ByteBuf begin(ByteBufAllocator allocator, byte[] line) {
        return allocator.directBuffer(512).writeLong(0).writeBytes(line);
    }

    /** Writes the body, and the length in front. */
    ByteBuf end(ByteBuf frame, T body) throws IOException {
        try (ByteBufOutputStream out = new ByteBufOutputStream(frame)) {
            work.write(body, out);
        }
        return frame.setInt(frame.readerIndex(), frame.readableBytes() - Frames.HEADER);
    }

    /** Reads what is behind the header line, if there is one. */
    T body(ByteBuf frame) throws IOException {
        int begin = frame.readerIndex() + Frames.HEADER;
        int from = frame.getByte(begin) == '{' ? begin : frame.indexOf(begin, frame.writerIndex(), LF) + 1;
        int length = frame.writerIndex() - from;
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        frame.getBytes(from, scratch, 0, length);
        return work.read(scratch, 0, length);
    }
}
