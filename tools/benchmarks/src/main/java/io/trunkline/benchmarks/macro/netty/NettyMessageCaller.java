package io.trunkline.benchmarks.macro.netty;

import io.netty.channel.Channel;
import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Handoff;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import java.io.IOException;

/** Makes the request on the caller's thread, hands it to the loop, and parks. */
final class NettyMessageCaller<T> implements Caller {
    private final Channel channel;
    private final NettyMessageLink<T> link;
    private final Handoff handoff;

    NettyMessageCaller(Channel channel, NettyMessageLink<T> link, Handoff handoff) {
        this.channel = channel;
        this.link = link;
        this.handoff = handoff;
    }

    /** Hands answers to the one who waits. */
    static Receiver answers(Handoff handoff) {
        return new Receiver() {
            @Override
            public void onOpen(Link link) {
                // The caller begins.
            }

            @Override
            public void onFrame(long number, int size, byte last) {
                handoff.complete(number);
            }

            @Override
            public void onFailure(Throwable failure) {
                handoff.fail(failure);
            }
        };
    }

    @Override
    public long call(long number) throws IOException {
        handoff.expect();
        link.ask(channel, number);
        return handoff.await();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
