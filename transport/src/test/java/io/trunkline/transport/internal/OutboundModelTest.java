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
import java.util.List;
import kotlin.jvm.functions.Function1;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

/**
 * Checks by a model checker that what other threads do to the way out, and what its loop does, happens as if in some order.
 *
 * <p>Over a whole connection, but with a selector that does nothing and a socket that takes what a test lets it: the JDK's
 * selectors and buffers are not what is tried, and would take minutes. What each operation answers is compared with
 * {@link Sequential}, which says it in a few lines and knows no thread; what is left at the end is looked at besides.
 *
 * <p>Faults that were planted in {@link Outbound#write} and found: the look at the state moved out of the lock (a frame behind
 * the end, which waits for nobody), the lock let go between the look for room and the queue (a fifth frame fits). Larger
 * scenarios, by real threads, are those of {@link OutboundLincheckTest}.
 */
class OutboundModelTest {
    /** So many of each kind found the planted faults; more would only take longer. */
    private static final int SCENARIOS = 10;

    private static final int INTERLEAVINGS = 50;

    private static final List<String> NOT_OURS =
            List.of("java.nio.", "java.net.", "sun.nio.", "java.io.", "org.slf4j.", "java.lang.invoke.");

    @Test
    void writesAndCloseHaveAnOrderAndNothingIsLeftBehindTheEnd() {
        check(Closing.class);
    }

    @Test
    void writesWithdrawalsAndFlushesHaveAnOrder() {
        check(Flushing.class);
    }

    private static void check(Class<?> scenario) {
        Function1<String, Boolean> notOurs = name -> NOT_OURS.stream().anyMatch(name::startsWith);
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(INTERLEAVINGS)
                .threads(2)
                .actorsPerThread(1)
                .actorsBefore(0)
                .actorsAfter(0)
                .sequentialSpecification(Sequential.class)
                .addGuarantee(forClasses(
                                "java.util.concurrent.ConcurrentLinkedQueue",
                                ManualSocket.class.getName(),
                                FakeSelector.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .addGuarantee(forClasses(notOurs).allMethods().ignore())
                .check(scenario);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(problem);
        }
    }

    /** Threads that write, and close; a loop that does what it is told. */
    public static class Closing extends Way {
        @Override
        @Operation
        public String write() {
            return super.write();
        }

        @Override
        @Operation
        public String writeAndAsk() {
            return super.writeAndAsk();
        }

        @Override
        @Operation
        public void close() {
            super.close();
        }

        @Override
        @Operation(nonParallelGroup = "loop")
        public void closeAndTearDown() {
            super.closeAndTearDown();
        }
    }

    /** Threads that write, and take back; a loop that flushes a frame at a time. */
    public static class Flushing extends Way {
        @Override
        @Operation
        public String write() {
            return super.write();
        }

        @Override
        @Operation
        public String writeAndAsk() {
            return super.writeAndAsk();
        }

        @Override
        @Operation
        public boolean withdrawFirst() {
            return super.withdrawFirst();
        }

        @Override
        @Operation(nonParallelGroup = "loop")
        public void flush() {
            super.flush();
        }
    }

    /** Frames of eight bytes to a socket that takes a frame at each flush; four fit, and three wait from the beginning. */
    public abstract static class Way {
        static final int SIZE = 8;
        static final int FIT = 4;
        static final int WAITING = FIT - 1;
        private static final ConnectionSettings SETTINGS = new ConnectionSettings(
                SocketOptions.DEFAULT, new OutboundLimits(8, 16, FIT * SIZE, Duration.ofHours(1), Overflow.FAIL));

        private final EventLoop loop = new EventLoop("lincheck-loop", () -> 0, FakeSelector::new, 0);
        private final ManualSocket socket = new ManualSocket();
        private final TcpConnection connection;
        private int asked;
        private int told;

        Way() {
            loop.bindToCurrentThread();
            connection = new TcpConnection(loop, socket, SETTINGS, (array, from, to) -> {});
            connection.open();
            socket.window(0);
            for (int i = 0; i < WAITING; i++) {
                connection.write(new Encoded(new byte[SIZE]));
            }
        }

        public String write() {
            return tried(() -> connection.write(new Encoded(new byte[SIZE])));
        }

        public String writeAndAsk() {
            String answer = tried(() -> connection.write(new Encoded(new byte[SIZE]), this::told));
            synchronized (this) {
                asked += answer.equals("taken") ? 1 : 0;
            }
            return answer;
        }

        private static String tried(Runnable write) {
            try {
                write.run();
                return "taken";
            } catch (ClosedException e) {
                return "closed";
            } catch (QueueFullException e) {
                return "full";
            }
        }

        private synchronized void told(@Nullable TrunklineException failure) {
            told++;
        }

        public boolean withdrawFirst() {
            return connection.withdraw(0, SIZE);
        }

        public void close() {
            connection.close(CloseReason.of(CloseReason.Kind.LOCAL, "closed"));
        }

        public void flush() {
            loop.bindToCurrentThread();
            socket.window(SIZE);
            connection.outbound().turn().flush();
            socket.window(0);
        }

        public void closeAndTearDown() {
            loop.bindToCurrentThread();
            close();
            loop.runTurn(0);
        }

        @Validate
        public void nothingIsLeftBehind() {
            loop.bindToCurrentThread();
            socket.window(FIT * SIZE);
            loop.runTurn(0);
            connection.outbound().turn().flush();
            loop.runTurn(0);
            int waiting = connection.outboundBytes();
            require(waiting == 0, waiting + " bytes wait for nobody, open=" + connection.isOpen());
            require(asked == told, "asked " + asked + ", told " + told);
            require(socket.taken().length % SIZE == 0, "a frame was cut");
            loop.close();
            loop.runTurn(0);
        }
    }

    /** What it is to answer. */
    public static class Sequential {
        private int waiting = Way.WAITING * Way.SIZE;
        private int consumed;
        private boolean withdrawn;
        private boolean closed;

        public String write() {
            if (closed) {
                return "closed";
            }
            if (waiting == Way.FIT * Way.SIZE) {
                return "full";
            }
            waiting += Way.SIZE;
            return "taken";
        }

        public String writeAndAsk() {
            return write();
        }

        public void close() {
            closed = true;
        }

        public void closeAndTearDown() {
            close();
        }

        public void flush() {
            if (waiting > 0) {
                waiting -= Way.SIZE;
                consumed += Way.SIZE;
            }
        }

        public boolean withdrawFirst() {
            if (withdrawn || consumed > 0) {
                return false;
            }
            withdrawn = true;
            waiting -= Way.SIZE;
            return true;
        }
    }
}
