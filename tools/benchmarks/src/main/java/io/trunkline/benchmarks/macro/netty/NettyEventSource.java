package io.trunkline.benchmarks.macro.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Once asked, sends events while the channel is writable, and goes on whenever it is again. Loop-confined. */
final class NettyEventSource extends ChannelInboundHandlerAdapter {
    private final NettyFrames frames;
    private boolean asked;
    private long next;

    NettyEventSource(int body) {
        this.frames = new NettyFrames(body);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        ReferenceCountUtil.release(frame);
        asked = true;
        fill(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (asked && context.channel().isWritable()) {
            // Not from within the flush that made it writable: that would nest.
            context.executor().execute(() -> fill(context));
        }
    }

    private void fill(ChannelHandlerContext context) {
        while (context.channel().isWritable() && context.channel().isActive()) {
            context.write(frames.make(context.alloc(), next++), context.voidPromise());
        }
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
