package io.trunkline.benchmarks.macro.netty;

import io.netty.channel.Channel;
import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Handoff;

/** Writes from the caller's thread, which costs a hand-over to the loop, and parks. */
final class NettyCaller implements Caller {
    private final Channel channel;
    private final NettyFrames frames;
    private final Handoff handoff;

    NettyCaller(Channel channel, NettyFrames frames, Handoff handoff) {
        this.channel = channel;
        this.frames = frames;
        this.handoff = handoff;
    }

    @Override
    public long call(long number) {
        handoff.expect();
        channel.writeAndFlush(frames.make(channel.alloc(), number), channel.voidPromise());
        return handoff.await();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
