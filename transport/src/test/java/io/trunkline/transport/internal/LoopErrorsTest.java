package io.trunkline.transport.internal;

import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Errors of the JVM itself, from each seam. Covers faults.md P21, F27 and F29 as far as a loop is concerned. */
class LoopErrorsTest {
    private final ManualLoop manual = new ManualLoop();
    private final EventLoop loop = manual.loop();
    private int ran;

    @AfterEach
    void close() {
        manual.close();
    }

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("thrown on purpose"),
                new StackOverflowError("thrown on purpose"),
                new NoClassDefFoundError("thrown on purpose"),
                new ExceptionInInitializerError("thrown on purpose"),
                new AssertionError("thrown on purpose"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOfATaskOrADeadlineCostsNothingElse(Error error) {
        loop.execute(() -> fail(error));
        loop.execute(() -> ran++);
        loop.schedule(0, () -> fail(error));
        loop.schedule(0, () -> ran++);
        loop.afterNextSelect(() -> fail(error));
        loop.afterNextSelect(() -> ran++);
        manual.turn();

        assertThat(ran).isEqualTo(3);
        assertThat(loop.guard().holder()).isNull();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOfALogicCostsItsConnection(Error error) {
        try (ConnectionRig broken = new ConnectionRig(new RecordingLogic() {
            @Override
            public void onBytes(byte[] array, int from, int to) {
                fail(error);
            }
        })) {
            broken.socket.arrives("x");
            broken.readable();
            broken.turn();

            assertThat(broken.logic.events).containsExactly("open", "close INTERNAL");
            assertThat(broken.socket.isClosed()).isTrue();
            broken.loop.execute(() -> ran++);
            broken.turn();
            assertThat(ran).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOfASocketThatIsClosedKeepsNobodyFromHearingOfTheEnd(Error error) {
        RecordingLogic logic = new RecordingLogic();
        TcpConnection connection =
                ManualConnection.open(manual, new FailingClose(error), ConnectionSettings.DEFAULT, logic);
        connection.write(ConnectionRig.text("never taken"));
        connection.close();
        manual.runUntilIdle();

        assertThat(logic.events).containsExactly("open", "close LOCAL");
        assertThat(connection.closed().toCompletableFuture()).isCompleted();
        assertThat(connection.outboundBytes()).isZero();
    }

    /** Row F27: the selector was not asked for writability, so nobody but a writer can have the loop look again. */
    @Test
    void bytesThatAFlushWithoutMemoryHasLeftGoWithTheNextWrite() {
        FullSocket socket = new FullSocket();
        TcpConnection connection =
                ManualConnection.open(manual, socket, ConnectionSettings.DEFAULT, new RecordingLogic());
        socket.room = 3;
        connection.write(ConnectionRig.text("one"), failure -> ran++);
        connection.write(ConnectionRig.text("two"));
        manual.runUntilIdle();
        assertThat(ran).as("whoever waits for what has left").isEqualTo(1);
        assertThat(connection.outboundBytes()).isEqualTo(3);

        socket.room = 6;
        connection.write(ConnectionRig.text("three"));
        manual.runUntilIdle();
        assertThat(socket.taken).isEqualTo("onetwothr".length());

        socket.room = 100;
        connection.write(ConnectionRig.text("!"));
        manual.runUntilIdle();
        assertThat(connection.outboundBytes()).isZero();
    }

    /** Nothing is thrown by hand here: the stack is really exhausted, deep inside the turn. */
    @Test
    void recursionWithoutEndCostsNothingElse() {
        loop.execute(this::recurse);
        loop.execute(() -> ran++);
        manual.turn();
        assertThat(ran).isEqualTo(1);
    }

    @Test
    @Timeout(30)
    void turnThatFailsIsFollowedByTheNext() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger(3);
        EventLoop failing = new EventLoop("failing-loop", () -> {
            if (failures.getAndDecrement() > 0) {
                throw new AssertionError("thrown on purpose");
            }
            return System.nanoTime();
        });
        LoopThread thread = new LoopThread(failing, true);
        thread.start();
        failing.close();
        thread.join();

        assertThat(failures).hasNegativeValue();
        assertThat(failing.isEnded()).isTrue();
    }

    @SuppressWarnings("InfiniteRecursion")
    private void recurse() {
        recurse();
    }

    private static void fail(Error error) {
        throw error;
    }

    /** A socket on which nothing moves. */
    private static class StillSocket implements SocketIo {
        @Override
        public InetSocketAddress remoteAddress() {
            return SocketRig.loopback(4711);
        }

        @Override
        public InetSocketAddress localAddress() {
            return SocketRig.loopback(8081);
        }

        @Override
        public int read(ByteBuffer into) {
            return 0;
        }

        @Override
        public int write(ByteBuffer from) {
            return 0;
        }

        @Override
        public void want(boolean read, boolean write) {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close() {}
    }

    /** Throws when it is closed, and whenever it is to be named from then on: no log line can be made of that. */
    private static final class FailingClose extends StillSocket {
        private final Error error;
        private boolean failing;

        FailingClose(Error error) {
            this.error = error;
        }

        @Override
        public InetSocketAddress remoteAddress() {
            if (failing) {
                fail(error);
            }
            return super.remoteAddress();
        }

        @Override
        public void close() {
            failing = true;
            fail(error);
        }
    }

    /** Takes nothing while it is full, and has no memory then to say what is wanted of it. */
    private static final class FullSocket extends StillSocket {
        private int room = 100;
        private int taken;

        @Override
        public int write(ByteBuffer from) {
            int count = Math.min(room, from.remaining());
            from.position(from.position() + count);
            room -= count;
            taken += count;
            return count;
        }

        @Override
        public void want(boolean read, boolean write) {
            if (room == 0) {
                fail(new OutOfMemoryError("thrown on purpose"));
            }
        }
    }
}
