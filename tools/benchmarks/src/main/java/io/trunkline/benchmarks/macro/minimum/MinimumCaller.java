package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Handoff;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Writes to the socket from the caller's thread, and parks. */
final class MinimumCaller implements Caller {
    private final SocketChannel channel;
    private final byte[] frame;
    private final ByteBuffer direct;
    private final Handoff handoff;

    MinimumCaller(SocketChannel channel, byte[] frame, Handoff handoff) {
        this.channel = channel;
        this.frame = frame;
        this.direct = ByteBuffer.allocateDirect(frame.length);
        this.handoff = handoff;
    }

    @Override
    public long call(long number) throws IOException {
        MinimumLink.NUMBER.set(frame, Frames.HEADER, number);
        handoff.expect();
        direct.clear().put(frame).flip();
        while (direct.hasRemaining()) {
            channel.write(direct);
        }
        return handoff.await();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
