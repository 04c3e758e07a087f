package io.trunkline.benchmarks.macro.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.MessageText;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client's end of one channel: pairs responses with requests by their ids, flushes once per read. Loop-confined. */
final class NettyMessageLink<T> extends ChannelInboundHandlerAdapter implements Link {
    /** The first half of every id: version 4. */
    private static final long HIGH = 0x4000L;

    private final NettyMessages<T> messages;
    private final Receiver receiver;
    private final Role role;
    private final Map<UUID, Long> inFlight = new HashMap<>();
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private @Nullable ChannelHandlerContext context;

    /** What the connection is for. */
    enum Role {
        ASKS,
        PUBLISHES,
        SUBSCRIBES
    }

    NettyMessageLink(Work<T> work, Receiver receiver, Role role) {
        this.messages = new NettyMessages<>(work);
        this.receiver = receiver;
        this.role = role;
    }

    /** Completes when the server has its subscription. */
    CompletableFuture<Void> subscribed() {
        return subscribed;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) throws IOException {
        context = active;
        if (role == Role.SUBSCRIBES) {
            ByteBuf frame = NettyMessages.begin(active.alloc(), MessageText.SUBSCRIBE);
            active.write(frame.setInt(0, frame.readableBytes() - Frames.HEADER), active.voidPromise());
            active.write(request(active.alloc(), 0), active.voidPromise()); // Answered once the subscription is there.
        }
        receiver.onOpen(this);
        active.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) throws IOException {
        ByteBuf frame = (ByteBuf) message;
        try {
            Work<T> work = messages.work();
            T body = messages.body(frame);
            int at = frame.readerIndex() + Frames.HEADER;
            long number = frame.getByte(at) == 'r' ? answered(frame, at, work.number(body)) : work.number(body);
            if (role == Role.SUBSCRIBES && frame.getByte(at) == 'r') {
                subscribed.complete(null);
                return;
            }
            receiver.onFrame(number, work.size(body), Frames.FILLER);
        } finally {
            frame.release();
        }
    }

    private long answered(ByteBuf frame, int at, long number) {
        String id = frame.toString(at + MessageText.RESPONSE.length, MessageText.ID, StandardCharsets.US_ASCII);
        Long asked = inFlight.remove(UUID.fromString(id));
        if (asked == null || asked != number) {
            throw new IllegalStateException("answer " + number + " to " + asked);
        }
        return number;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        from.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        EOFException end = new EOFException("the server has closed the connection");
        subscribed.completeExceptionally(end);
        receiver.onFailure(end);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        receiver.onFailure(cause);
    }

    @Override
    public void send(long number) {
        ChannelHandlerContext to = Objects.requireNonNull(context, "open");
        try {
            if (role == Role.PUBLISHES) {
                publish(to, number);
            } else {
                to.write(request(to.alloc(), number), to.voidPromise());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request at once, from a thread that asks for nothing else before its answer. */
    void ask(Channel to, long number) throws IOException {
        to.writeAndFlush(request(to.alloc(), number), to.voidPromise());
    }

    /** Events may be published from another subscriber's read, whose flush is not this channel's. */
    private void publish(ChannelHandlerContext to, long number) throws IOException {
        ByteBuf frame = NettyMessages.begin(to.alloc(), MessageText.PUBLISH);
        to.writeAndFlush(messages.end(frame, messages.work().make(number)), to.voidPromise());
    }

    private ByteBuf request(ByteBufAllocator alloc, long number) throws IOException {
        UUID id = new UUID(HIGH, Long.MIN_VALUE | number);
        inFlight.put(id, number);
        ByteBuf frame = NettyMessages.begin(alloc, MessageText.REQUEST);
        ByteBufUtil.writeAscii(frame, id.toString());
        frame.writeByte('\n');
        return messages.end(frame, messages.work().make(number));
    }

    @Override
    public void close() {
        Objects.requireNonNull(context, "open").close();
    }
}
