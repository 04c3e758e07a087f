package io.trunkline.benchmarks.macro.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Handoff;
import java.io.EOFException;

/** Hands each answer to the thread that waits for it. Loop-confined. */
final class NettyAnswers extends ChannelInboundHandlerAdapter {
    private final Handoff handoff;

    NettyAnswers(Handoff handoff) {
        this.handoff = handoff;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf frame = (ByteBuf) message;
        long number = frame.getLong(frame.readerIndex() + Frames.HEADER);
        frame.release();
        handoff.complete(number);
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        handoff.fail(new EOFException("the server has closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        handoff.fail(cause);
    }
}
