package io.trunkline.benchmarks.macro.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.trunkline.benchmarks.macro.MessageText;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.IOException;

/** Once asked, sends events while the channel is writable, and goes on whenever it is again. Loop-confined. */
final class NettyMessageSource<T> extends ChannelInboundHandlerAdapter {
    private final NettyMessages<T> messages;
    private boolean asked;
    private long next;

    NettyMessageSource(Work<T> work) {
        this.messages = new NettyMessages<>(work);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) throws IOException {
        ReferenceCountUtil.release(frame);
        asked = true;
        fill(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (asked && context.channel().isWritable()) {
            // Not from within the flush that made it writable: that would nest.
            context.executor().execute(() -> {
                try {
                    fill(context);
                } catch (IOException e) {
                    context.close();
                }
            });
        }
    }

    private void fill(ChannelHandlerContext context) throws IOException {
        while (context.channel().isWritable() && context.channel().isActive()) {
            T event = messages.work().make(next++);
            context.write(
                    messages.end(NettyMessages.begin(context.alloc(), MessageText.NONE), event), context.voidPromise());
        }
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
