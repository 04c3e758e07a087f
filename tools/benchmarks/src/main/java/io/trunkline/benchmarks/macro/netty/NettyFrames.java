package io.trunkline.benchmarks.macro.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.trunkline.benchmarks.macro.Frames;

/** Makes frames in pooled direct buffers. Thread-safe. */
final class NettyFrames {
    private static final int BEHIND_NUMBER = Frames.HEADER + Long.BYTES;

    private final byte[] template;

    NettyFrames(int body) {
        this.template = Frames.template(body);
    }

    ByteBuf make(ByteBufAllocator allocator, long number) {
        ByteBuf frame = allocator.directBuffer(template.length, template.length);
        frame.writeBytes(template, 0, Frames.HEADER);
        frame.writeLong(number);
        frame.writeBytes(template, BEHIND_NUMBER, template.length - BEHIND_NUMBER);
        return frame;
    }
}
