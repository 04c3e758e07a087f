package io.trunkline.transport.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Covers faults.md P11 and F36: an interrupt costs at most the call of the thread that it hits. */
@Timeout(120)
class InterruptIT {
    private static final int INTERRUPTS = 1_000;
    private static final int CALLERS = 20;
    private static final int CONNECTIONS = 5;
    private static final int FRAME = 100;

    private final SocketRig rig = new SocketRig();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(CALLERS);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void interruptedCallersAndLoopsCloseNoConnectionAndLoseNoFrame() throws Exception {
        Acceptor acceptor = rig.listen(() -> new RecordingLogic() {
            @Override
            public void onBytes(byte[] array, int from, int to) {
                received.addAndGet(to - from);
            }
        });
        List<TcpConnection> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(rig.connect(acceptor, new RecordingLogic()));
        }
        List<Thread> victims = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            TcpConnection connection = connections.get(i % CONNECTIONS);
            Thread caller = new Thread(() -> writeUntilStopped(connection), "caller-" + i);
            caller.start();
            victims.add(caller);
        }
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("trunkline-"))
                .forEach(victims::add);
        interruptAtRandom(victims);
        stop.set(true);
        stopped.await();

        assertThat(failures)
                .as("no write fails because its thread was interrupted")
                .isEmpty();
        await().atMost(SocketRig.PATIENCE).until(() -> received.get() == written.get() * FRAME);
        assertThat(connections).allMatch(TcpConnection::isOpen);
        assertThat(victims.subList(CALLERS, victims.size()))
                .hasSizeGreaterThanOrEqualTo(3)
                .as("two loops and their watchdog")
                .allMatch(Thread::isAlive);
    }

    /** Each interrupt waits for a write since the one before: a thousand of them before the first write prove nothing. */
    private void interruptAtRandom(List<Thread> victims) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        System.out.println("InterruptIT seed=" + seed);
        for (int i = 0; i < INTERRUPTS; i++) {
            long before = written.get();
            while (written.get() == before) {
                Thread.onSpinWait();
            }
            victims.get(random.nextInt(victims.size())).interrupt();
        }
    }

    private void writeUntilStopped(TcpConnection connection) {
        Outgoing frame = new Encoded(new byte[FRAME]);
        try {
            while (!stop.get()) {
                if (awaitRoom(connection)) {
                    connection.write(frame);
                    written.incrementAndGet();
                }
            }
        } catch (Throwable e) {
            failures.add(e);
        } finally {
            stopped.countDown();
        }
    }

    /** The cap is never in the way: the callers hold back at a hundredth of it. */
    private boolean awaitRoom(TcpConnection connection) {
        if (connection.outboundBytes() < 64 * 1024) {
            return true;
        }
        try {
            return connection.awaitRoom(ConnectionSettings.DEFAULT.outbound().cap() - 64 * 1024, 1_000_000);
        } catch (InterruptedException e) {
            return false; // This call, and no other.
        }
    }
}
