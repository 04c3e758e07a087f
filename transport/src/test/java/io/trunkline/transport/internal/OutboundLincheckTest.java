package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.Overflow;
import io.trunkline.QueueFullException;
import io.trunkline.TrunklineException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.manual.ManualSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tries the interleavings of threads that write, take back and close, and of a loop that flushes and tears down.
 *
 * <p>A write is refused, or its fate is one: sent whole and told, taken back and never sent, or failed once. What an operation
 * returns is not compared: it depends on whether its thread is the loop's.
 *
 * <p>By real threads, three of them; {@link OutboundModelTest} has a model checker try smaller scenarios.
 */
class OutboundLincheckTest {
    @Test
    void everyWriteIsRefusedOrHasOneFate() {
        new StressOptions()
                .iterations(20)
                .invocationsPerIteration(250)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0)
                .check(Writers.class);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(problem);
        }
    }

    /** The same with a loop that sends by way of its stage, beside threads that never are the loop. */
    @Test
    void everyFrameThatTheLoopSendsHasOneFateToo() {
        new StressOptions()
                .iterations(20)
                .invocationsPerIteration(250)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0)
                .check(Senders.class);
    }

    /** A writer that is the loop already leaves the operation out: a thread is one or the other for as long as it writes. */
    public static class Senders extends Writers {
        @Override
        @Operation
        public void write() {
            if (!isLoop()) {
                super.write();
            }
        }

        @Override
        @Operation
        public void writeAndAsk() {
            if (!isLoop()) {
                super.writeAndAsk();
            }
        }

        @Operation(nonParallelGroup = "loop")
        public void send() {
            sendOnLoop();
        }

        @Operation(nonParallelGroup = "loop")
        public void sendTwice() {
            sendOnLoop();
            sendOnLoop();
        }
    }

    /**
     * Frames of eight bytes, each its own letter, to a socket that takes five at a time; four fit. Whoever flushes is the loop
     * from then on, so its writes are the loop's own.
     */
    public static class Writers {
        private static final int SIZE = 8;
        private static final OutboundLimits LIMITS =
                new OutboundLimits(8, 16, 4 * SIZE, Duration.ofHours(1), Overflow.FAIL);

        private final EventLoop loop = new EventLoop("lincheck-loop", () -> 0);
        private final ManualSocket socket = new ManualSocket();
        private final TcpConnection connection;
        private final List<Frame> frames = new ArrayList<>();

        public Writers() {
            loop.bindToCurrentThread();
            connection = new TcpConnection(
                    loop, socket, new ConnectionSettings(SocketOptions.DEFAULT, LIMITS), (array, from, to) -> {});
            connection.open();
            socket.window(5);
        }

        @Operation
        public void write() {
            Frame frame = newFrame();
            try {
                frame.position = connection.write(frame);
                frame.taken = true;
            } catch (ClosedException | QueueFullException e) {
                frame.refused = true;
            }
        }

        @Operation
        public void writeAndAsk() {
            Frame frame = newFrame();
            try {
                connection.write(frame, frame::told);
                frame.asked = true;
            } catch (ClosedException | QueueFullException e) {
                frame.refused = true;
            }
        }

        boolean isLoop() {
            return loop.inLoop();
        }

        void sendOnLoop() {
            loop.bindToCurrentThread();
            Frame frame = newFrame();
            try {
                connection.write(frame);
            } catch (ClosedException | QueueFullException e) {
                frame.refused = true;
            }
        }

        private Frame newFrame() {
            synchronized (frames) {
                Frame frame = new Frame((byte) ('a' + frames.size()));
                frames.add(frame);
                return frame;
            }
        }

        @Operation
        public void withdraw() {
            Frame frame = writtenFrame();
            if (frame != null && connection.withdraw(frame.position, SIZE)) {
                frame.withdrawn = true;
            }
        }

        private @Nullable Frame writtenFrame() {
            synchronized (frames) {
                return frames.stream().filter(each -> each.taken).findFirst().orElse(null);
            }
        }

        @Operation
        public void close() {
            connection.close(CloseReason.of(CloseReason.Kind.LOCAL, "closed"));
        }

        /** What the loop does when the socket is writable again. */
        @Operation(nonParallelGroup = "loop")
        public void flush() {
            loop.bindToCurrentThread();
            socket.window(5);
            connection.outbound().turn().flush();
        }

        /** Flushes what was asked for, and tears down once it is closed. */
        @Operation(nonParallelGroup = "loop")
        public void turn() {
            loop.bindToCurrentThread();
            loop.runTurn(0);
        }

        @Validate
        public void everyFrameHasOneFate() {
            loop.bindToCurrentThread();
            socket.window(1_000);
            loop.runTurn(0);
            connection.outbound().turn().flush();
            loop.runTurn(0);
            boolean closed = !connection.isOpen();
            byte[] sent = socket.taken();
            frames.forEach(each -> each.check(closed, sent));
            requireInOrder(sent);
            loop.close();
            loop.runTurn(0);
        }

        private static void requireInOrder(byte[] sent) {
            for (int at = 0; at < sent.length; at += SIZE) {
                for (int i = at; i < Math.min(sent.length, at + SIZE); i++) {
                    require(sent[i] == sent[at], "frames are mixed: " + Arrays.toString(sent));
                }
            }
        }
    }

    private static final class Frame implements Outgoing {
        private final byte letter;
        private long position;
        private boolean taken;
        private boolean asked;
        private boolean refused;
        private boolean withdrawn;
        private int done;
        private int failed;

        Frame(byte letter) {
            this.letter = letter;
        }

        @Override
        public int size() {
            return Writers.SIZE;
        }

        @Override
        public void writeTo(byte[] array, int offset) {
            Arrays.fill(array, offset, offset + Writers.SIZE, letter);
        }

        void told(@Nullable TrunklineException failure) {
            if (failure == null) {
                done++;
            } else {
                failed++;
            }
        }

        void check(boolean closed, byte[] stream) {
            int sent = 0;
            for (byte each : stream) {
                sent += each == letter ? 1 : 0;
            }
            String fate = (char) letter + ": sent=" + sent + " refused=" + refused + " withdrawn=" + withdrawn
                    + " done=" + done + " failed=" + failed + " closed=" + closed;
            require(!(refused || withdrawn) || sent == 0, "sent in spite of it, " + fate);
            require(closed || refused || withdrawn || sent == Writers.SIZE, "left behind, " + fate);
            require(done + failed == (asked ? 1 : 0), "not told once, " + fate);
            require(done == 0 || sent == Writers.SIZE, "told too early, " + fate);
        }
    }
}
