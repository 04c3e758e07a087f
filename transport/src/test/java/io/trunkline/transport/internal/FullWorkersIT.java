package io.trunkline.transport.internal;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Fault F33 as transport: one worker with a queue of one, blocked, and more connections than both hold. */
class FullWorkersIT {
    private static final int CONNECTIONS = 6;
    private static final int FRAMES = 20;

    private final SocketRig rig = new SocketRig();
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), r -> new Thread(r, "user"));
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<CloseReason>> closes = new CopyOnWriteArrayList<>();
    private final Acceptor acceptor = rig.listen(() -> new FrameProtocol<>(new FrameSettings<>(
                    FrameFormat.lengthPrefixed(), FrameLimits.DEFAULT, OutboundLimits.DEFAULT, workers, false))
            .logic(this::echo));

    @AfterEach
    void end() {
        workers.shutdownNow();
        rig.close();
    }

    private ConnectionHandler<Payload> echo(FrameConnection<Payload> connection) {
        threads.add(Thread.currentThread().getName());
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        closes.add(closed);
        return new ConnectionHandler<>() {
            @Override
            public void onFrame(Payload frame) {
                threads.add(Thread.currentThread().getName());
                connection.send(frame);
            }

            @Override
            public void onClose(CloseReason reason) {
                closed.complete(reason);
            }
        };
    }

    private static byte[] frame(int number) {
        return ByteBuffer.allocate(8).putInt(4).putInt(number).array();
    }

    @Test
    void everyFrameIsHandledInTheEndAndNoneOnTheLoop() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        workers.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Socket[] peers = new Socket[CONNECTIONS];
        for (int i = 0; i < CONNECTIONS; i++) {
            peers[i] = SocketRig.plain(acceptor);
            for (int number = 0; number < FRAMES; number++) {
                peers[i].getOutputStream().write(frame(number));
            }
        }
        assertThat(threads).as("nobody may handle anything yet").isEmpty();
        busy.countDown();
        for (Socket peer : peers) {
            for (int number = 0; number < FRAMES; number++) {
                assertThat(peer.getInputStream().readNBytes(8)).isEqualTo(frame(number));
            }
            peer.close();
        }
        assertThat(threads).hasSize(CONNECTIONS * (FRAMES + 1)).containsOnly("user");
    }

    @Test
    void workersThatTheirOwnerShutsDownEndTheConnectionWithItsReason() throws IOException {
        try (Socket peer = SocketRig.plain(acceptor)) {
            peer.getOutputStream().write(frame(1));
            assertThat(peer.getInputStream().readNBytes(8)).isEqualTo(frame(1));
            workers.shutdown();
            await().atMost(SocketRig.PATIENCE).until(workers::isTerminated); // Its last task may take one more frame.
            peer.getOutputStream().write(frame(2));

            await().atMost(SocketRig.PATIENCE).until(() -> closes.get(0).isDone());
            assertThat(closes.get(0).join().text()).contains("executor that handlers run on was shut down");
            assertThat(threads).as("the second frame was not handled").hasSize(2);
        }
    }
}
