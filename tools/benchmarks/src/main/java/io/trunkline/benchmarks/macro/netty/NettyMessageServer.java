package io.trunkline.benchmarks.macro.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.MessageText;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Answers requests with their own body, and hands events on to whoever has subscribed. Loop-confined. */
final class NettyMessageServer<T> extends ChannelInboundHandlerAdapter {
    private final NettyMessages<T> messages;
    private final List<ChannelHandlerContext> subscribers;
    private boolean published;

    /** The subscribers are those of the loop, and shared by its connections. */
    NettyMessageServer(Work<T> work, List<ChannelHandlerContext> subscribers) {
        this.messages = new NettyMessages<>(work);
        this.subscribers = subscribers;
    }

    static List<ChannelHandlerContext> nobody() {
        return new ArrayList<>();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf frame = (ByteBuf) message;
        try {
            switch (frame.getByte(frame.readerIndex() + Frames.HEADER)) {
                case 'r' -> answer(context, frame);
                case 'p' -> fanOut(frame);
                default -> subscribers.add(context);
            }
        } finally {
            frame.release();
        }
    }

    private void answer(ChannelHandlerContext context, ByteBuf request) throws IOException {
        T body = messages.body(request);
        ByteBuf response = NettyMessages.begin(context.alloc(), MessageText.RESPONSE);
        int id = request.readerIndex() + Frames.HEADER + MessageText.REQUEST.length;
        response.writeBytes(request, id, MessageText.ID).writeByte('\n');
        context.write(messages.end(response, body), context.voidPromise());
    }

    private void fanOut(ByteBuf event) {
        published = true;
        for (ChannelHandlerContext subscriber : subscribers) {
            subscriber.write(event.retainedDuplicate(), subscriber.voidPromise());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
        if (published) {
            published = false;
            subscribers.forEach(ChannelHandlerContext::flush);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
