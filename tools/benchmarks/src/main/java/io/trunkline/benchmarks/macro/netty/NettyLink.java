package io.trunkline.benchmarks.macro.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import java.io.EOFException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The client's end of one channel: flushes once per read. Loop-confined. */
final class NettyLink extends ChannelInboundHandlerAdapter implements Link {
    private final NettyFrames frames;
    private final Receiver receiver;
    private @Nullable ChannelHandlerContext context;

    NettyLink(NettyFrames frames, Receiver receiver) {
        this.frames = frames;
        this.receiver = receiver;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        receiver.onOpen(this);
        active.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf frame = (ByteBuf) message;
        int size = frame.readableBytes();
        long number = frame.getLong(frame.readerIndex() + Frames.HEADER);
        byte last = frame.getByte(frame.readerIndex() + size - 1);
        frame.release();
        receiver.onFrame(number, size - Frames.HEADER, last);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        from.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        receiver.onFailure(new EOFException("the server has closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        receiver.onFailure(cause);
    }

    @Override
    public void send(long number) {
        ChannelHandlerContext to = Objects.requireNonNull(context, "open");
        to.write(frames.make(to.alloc(), number), to.voidPromise());
    }

    @Override
    public void close() {
        Objects.requireNonNull(context, "open").close();
    }
}
