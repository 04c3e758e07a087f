package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.TrunklineRuntime;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.stream.StreamProtocol;
import io.trunkline.transport.internal.stream.StreamSettings;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Streams between two real ends: a listener's handlers, and the connection that clients are made of. */
@Tag("feature-206")
class StreamListenerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private TrunklineRuntime runtime;

    @BeforeEach
    void startClientsThreads() {
        runtime = TrunklineRuntime.builder().loops(1).build();
    }

    @AfterEach
    void endClientsThreads() {
        runtime.close();
    }

    private StreamConnection connect() {
        return connect(null);
    }

    private StreamConnection connect(@Nullable StreamHandler handler) {
        RuntimeCore core = RuntimeCore.of(runtime);
        StreamProtocol protocol = new StreamProtocol(new StreamSettings(
                MuxRole.CONNECTOR, MuxLimits.DEFAULT, OutboundLimits.DEFAULT, core.workers(), handler));
        return protocol.connect(
                        new Connector(core, ConnectionSettings.DEFAULT),
                        new Endpoint("127.0.0.1", fixture.server().port()),
                        PATIENCE)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private StreamConnection serving(StreamHandler handler) {
        fixture.start(server -> server.listen(0, handler));
        return connect();
    }

    @Test
    void aStreamGoesBothWaysAndEndsInOrder() {
        DuplexStream stream = serving(EchoApps.streams()).open("echo", Map.of("user", "ann"));
        stream.write(Payload.ofText("hello"));

        assertThat(stream.read(PATIENCE)).isEqualTo(Payload.ofText("hello"));
        stream.close();
        stream.close();
        assertThat(stream.isOpen()).isFalse();
        assertThat(stream.closed().toCompletableFuture()).succeedsWithin(PATIENCE);
    }

    @Test
    void metadataReachesTheHandlerAndRefusalsTheCaller() {
        StreamHandler handler = StreamHandler.byType()
                .handle(
                        "greet",
                        stream -> stream.write(Payload.ofText(
                                "hi " + stream.metadata().as(Map.class).get("name"))))
                .build();
        StreamConnection connection = serving(handler);
        DuplexStream greeted = connection.open("greet", Map.of("name", "bob"));
        assertThat(greeted.read(PATIENCE)).isEqualTo(Payload.ofText("hi bob"));
        assertThat(greeted.read(PATIENCE)).isNull();

        DuplexStream unknown = connection.open("nothing");
        assertThatThrownBy(() -> unknown.read(PATIENCE))
                .isInstanceOfSatisfying(
                        ReplyException.class, e -> assertThat(e.details()).containsEntry("reason", "UNKNOWN_TYPE"));
    }

    @Test
    void theServerOpensStreamsToItsClients() {
        CompletableFuture<Payload> pushed = new CompletableFuture<>();
        fixture.start(server -> server.listen(0, stream -> {
            DuplexStream news = stream.connection().open("news");
            news.write(Payload.ofText("it rains"));
            news.close();
        }));
        StreamConnection connection = connect(stream -> pushed.complete(stream.read(PATIENCE)));
        connection.open("subscribe");

        assertThat(pushed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(Payload.ofText("it rains"));
    }

    @Test
    void bytesOfManyStreamsStayIntactBothWays() throws Exception {
        StreamConnection connection = serving(EchoApps.streams());
        List<Thread> users = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < 16; i++) {
            int seed = i;
            users.add(new Thread(() -> {
                try {
                    conversation(connection.open("echo"), new Random(seed));
                } catch (Throwable e) {
                    failure.compareAndSet(null, new AssertionError("seed " + seed, e));
                }
            }));
        }
        users.forEach(Thread::start);
        for (Thread user : users) {
            user.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(user.isAlive()).as("a conversation that hangs").isFalse();
        }
        assertThat(failure.get()).isNull();
    }

    /** Never has more on its way than the windows hold, or both sides would wait for each other. */
    private static void conversation(DuplexStream stream, Random random) throws Exception {
        for (int round = 0; round < 100; round++) {
            byte[] sent = new byte[1 + random.nextInt(60_000)];
            random.nextBytes(sent);
            stream.write(Payload.of(sent));
            assertThat(stream.input().readNBytes(sent.length)).isEqualTo(sent);
        }
        stream.close();
    }

    @Test
    void aReaderThatStopsStopsItsWriterAndNobodyElse() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CompletableFuture<Long> total = new CompletableFuture<>();
        StreamHandler handler = StreamHandler.byType()
                .handle("lazy", stream -> {
                    read.await();
                    total.complete(stream.input().transferTo(OutputStream.nullOutputStream()));
                })
                .handle("echo", EchoApps.streams())
                .build();
        StreamConnection connection = serving(handler);
        DuplexStream lazy = connection.open("lazy");
        AtomicLong written = new AtomicLong();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 64; i++) {
                lazy.write(Payload.wrap(new byte[16_384]));
                written.addAndGet(16_384);
            }
            lazy.close();
        });
        writer.start();
        // A window at the peer, and as much again that waits here.
        await().atMost(PATIENCE).until(() -> written.get() == 2 * 65_536);
        await().atMost(PATIENCE).until(() -> writer.getState() == Thread.State.TIMED_WAITING);

        DuplexStream other = connection.open("echo");
        other.write(Payload.ofText("still here"));
        assertThat(other.read(PATIENCE)).isEqualTo(Payload.ofText("still here"));
        assertThat(written).hasValue(2 * 65_536);

        read.countDown();
        assertThat(total.get(20, TimeUnit.SECONDS)).isEqualTo(64 * 16_384);
        writer.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(writer.isAlive()).isFalse();
    }

    @Test
    void anInterruptEndsAWaitAndNotTheStream() throws Exception {
        DuplexStream stream = serving(EchoApps.streams()).open("echo");
        CompletableFuture<Boolean> flagged = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                stream.read(PATIENCE);
            } catch (RequestInterruptedException e) {
                flagged.complete(Thread.currentThread().isInterrupted());
            }
        });
        reader.start();
        await().atMost(PATIENCE).until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        reader.interrupt();

        assertThat(flagged.get(20, TimeUnit.SECONDS)).isTrue();
        stream.write(Payload.ofText("alive"));
        assertThat(stream.read(PATIENCE)).isEqualTo(Payload.ofText("alive"));
    }

    @Test
    void anInterruptedWriterLeavesTheStreamOpen() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        DuplexStream stream = serving(served -> never.await()).open("lazy");
        CompletableFuture<Boolean> flagged = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                while (true) {
                    stream.write(Payload.wrap(new byte[16_384]));
                }
            } catch (RequestInterruptedException e) {
                flagged.complete(Thread.currentThread().isInterrupted());
            }
        });
        writer.start();
        await().atMost(PATIENCE).until(() -> writer.getState() == Thread.State.TIMED_WAITING);
        writer.interrupt();

        assertThat(flagged.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.isOpen()).isTrue();
        never.countDown();
    }

    @Test
    void blockingOnAnEventLoopThrowsAtOnce() {
        StreamConnection connection = serving(EchoApps.streams());
        DuplexStream stream = connection.open("echo");
        List<Runnable> blocking = List.of(
                () -> stream.read(PATIENCE), () -> stream.write(Payload.ofText("x")), () -> connection.open("echo"));
        for (Runnable call : blocking) {
            CompletableFuture<Void> onLoop = CompletableFuture.runAsync(
                    call, RuntimeCore.of(runtime).loops().get(0));
            assertThat(onLoop)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(IllegalStateException.class)
                    .withMessageContaining("would block trunkline-loop-");
        }
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void aPublisherFeedsASubscriberOnTheOtherSide() {
        StreamConnection connection = serving(stream -> {
            stream.publisher().subscribe(stream.subscriber());
            stream.closed().toCompletableFuture().join();
        });
        DuplexStream stream = connection.open("echo");
        for (int i = 0; i < 100; i++) {
            stream.write(Payload.ofText("piece " + i));
            assertThat(stream.read(PATIENCE)).isEqualTo(Payload.ofText("piece " + i));
        }
        stream.close();
    }

    @Test
    void aLostConnectionFailsReadersAndWritersWithItsReason() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        StreamConnection connection = serving(stream -> never.await());
        DuplexStream stream = connection.open("x");
        CompletableFuture<Payload> reading = CompletableFuture.supplyAsync(() -> stream.read(PATIENCE));
        await().atMost(PATIENCE).until(() -> fixture.server().connections().size() == 1);
        fixture.server().closeNow();

        assertThat(reading.handle((bytes, failure) -> failure).get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ConnectionLostException.class);
        assertThatThrownBy(() -> stream.write(Payload.ofText("x"))).isInstanceOf(ConnectionLostException.class);
        never.countDown();
    }

    @Test
    void aBoundedPoolThatIsFullRefusesStreamsInsteadOfKeepingThem() {
        ExecutorService two = new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        CountDownLatch held = new CountDownLatch(1);
        AtomicLong running = new AtomicLong();
        StreamHandler holding = stream -> {
            running.incrementAndGet();
            held.await();
        };
        try {
            fixture.start(server -> server.listen(0, holding)
                    .options(ServerOptions.builder().workers(two).build()));
            StreamConnection connection = connect();
            // The server has other uses for a worker, so it may take more than two tries until both are held.
            await().atMost(PATIENCE).until(() -> {
                if (running.get() < 2) {
                    connection.open("x");
                }
                return running.get() == 2;
            });
            DuplexStream refused = connection.open("x");

            assertThatThrownBy(() -> refused.read(PATIENCE)).isInstanceOfSatisfying(ReplyException.class, e -> {
                assertThat(e.details()).containsEntry("reason", "BUSY");
                assertThat(e.isRetryable()).isTrue();
            });
            assertThat(running).hasValue(2);
        } finally {
            held.countDown();
            fixture.server().closeNow();
            two.shutdown();
        }
    }

    @Test
    void aStreamThatWaitsInTheQueueOfABoundedPoolIsRefusedIn5Seconds() {
        ExecutorService one = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(10));
        CountDownLatch held = new CountDownLatch(1);
        try {
            fixture.start(server -> server.listen(0, stream -> held.await())
                    .options(ServerOptions.builder().workers(one).build()));
            StreamConnection connection = connect();
            connection.open("x");

            assertThatThrownBy(() -> connection.open("x").read(PATIENCE)).isInstanceOf(ReplyException.class);
        } finally {
            held.countDown();
            fixture.server().closeNow();
            one.shutdown();
        }
    }

    @Test
    void handlersRunOnVirtualThreadsWhereTheJdkHasThem() {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before JDK 21");
        CompletableFuture<String> thread = new CompletableFuture<>();
        DuplexStream stream = serving(served -> {
                    served.read(PATIENCE);
                    thread.complete(Thread.currentThread().toString());
                })
                .open("x");
        stream.write(Payload.ofText("x"));

        assertThat(thread.orTimeout(20, TimeUnit.SECONDS).join()).startsWith("VirtualThread");
    }

    @Test
    @Tag("feature-72")
    void aDrainLetsStreamsEndAndRefusesNewOnes() {
        StreamConnection connection = serving(EchoApps.streams());
        DuplexStream stream = connection.open("echo");
        stream.write(Payload.ofText("a"));
        assertThat(stream.read(PATIENCE)).isEqualTo(Payload.ofText("a"));
        CompletableFuture<DrainReport> drained = fixture.server().closeAsync(Duration.ofSeconds(30));
        await().atMost(PATIENCE).until(() -> isRefused(connection));
        stream.write(Payload.ofText("b"));
        assertThat(stream.read(PATIENCE)).isEqualTo(Payload.ofText("b"));
        stream.close();

        assertThat(drained.orTimeout(20, TimeUnit.SECONDS).join().isComplete()).isTrue();
    }

    private static boolean isRefused(StreamConnection connection) {
        DuplexStream one = connection.open("echo");
        try {
            one.write(Payload.ofText("x"));
            one.read(PATIENCE);
            one.close();
            return false;
        } catch (ReplyException e) {
            return "SHUTTING_DOWN".equals(e.details().get("reason"));
        }
    }

    @Test
    void optionsThatMeanNothingForStreamsAreRefused() {
        TrunklineServer.Builder server = TrunklineServer.builder();
        StreamHandler handler = EchoApps.streams();
        List<ListenOptions> refused = List.of(
                ListenOptions.builder().onLoop().build(),
                ListenOptions.builder().ordered().build(),
                ListenOptions.builder().framing(Framing.ENVELOPE).build(),
                ListenOptions.builder()
                        .socket(SocketOptions.builder().pauseOnConnect(true).build())
                        .build());

        for (ListenOptions options : refused) {
            assertThatThrownBy(() -> server.listen(options, handler)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ListenOptions.builder().maxStreams(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 10000: 0");
        assertThat(FrameFormat.multiplexed().name()).isEqualTo("multiplexed");
    }
}
