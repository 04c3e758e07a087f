package io.trunkline.benchmarks;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.internal.Ticker;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a plain connection costs per frame of {@code envelope} beside the kernel: a handler on the loop, a socket that gives
 * and takes at once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlainPathBenchmark {
    /** Frames that one read brings: a caller with so many in flight. */
    private static final int FRAMES = 128;

    private static final int BODY = 128;

    private final LoopedSocket socket = new LoopedSocket(Peer.ENVELOPE.frames(BODY, FRAMES));
    private final Payload answer = Payload.of(Peer.body(BODY));
    private @Nullable TcpConnection echo;
    private @Nullable TcpConnection sink;
    private @Nullable TcpConnection source;
    private @Nullable FrameConnection<Payload> out;
    private long received;

    /** Opens the connections on a loop that the benchmark's thread plays. */
    @Setup
    public void open() {
        EventLoop loop = new EventLoop("benchmark", Ticker.SYSTEM);
        loop.bindToCurrentThread();
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.envelope(), FrameLimits.of(Peer.LIMIT), OutboundLimits.DEFAULT, Runnable::run, true));
        echo = open(loop, protocol, connection -> connection::send);
        sink = open(loop, protocol, connection -> frame -> received += frame.size());
        source = open(loop, protocol, connection -> {
            out = connection;
            return frame -> {};
        });
    }

    private TcpConnection open(
            EventLoop loop,
            FrameProtocol<Payload> protocol,
            io.trunkline.transport.ConnectionHandler.Factory<Payload> handler) {
        TcpConnection connection = new TcpConnection(loop, socket, ConnectionSettings.DEFAULT, protocol.logic(handler));
        connection.open();
        return connection;
    }

    /** Reads a frame, hands it over, and sends it back. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void echo() throws Exception {
        Objects.requireNonNull(echo, "open").onReady(LoopedSocket.READABLE);
    }

    /** Reads a frame and hands it over. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long receive() throws Exception {
        Objects.requireNonNull(sink, "open").onReady(LoopedSocket.READABLE);
        return received;
    }

    /** Sends a frame from the loop, flushed with its neighbours. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void send() throws Exception {
        FrameConnection<Payload> to = Objects.requireNonNull(out, "open");
        for (int i = 0; i < FRAMES; i++) {
            to.send(answer);
        }
        Objects.requireNonNull(source, "open").onReady(LoopedSocket.WRITABLE);
    }
}
