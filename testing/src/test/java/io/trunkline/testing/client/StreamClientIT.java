package io.trunkline.testing.client;

import io.trunkline.ClosedException;
import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.StreamClient;
import io.trunkline.codec.Framing;
import io.trunkline.server.TrunklineServer;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.testing.OurThreads;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamHandler;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The client of streams against the listener of streams, over real sockets. */
@Tag("feature-206")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WINDOW = 65_536;

    @RegisterExtension
    final HeldPort closed = new HeldPort();

    @AfterEach
    void noThreadIsLeft() {
        OurThreads.awaitNone();
    }

    private static TrunklineServer serving(StreamHandler handler) {
        return TrunklineServer.builder().listen(0, handler).start();
    }

    private static ClientOptions to(TrunklineServer server) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", server.port())
                .connectTimeout(PATIENCE)
                .build();
    }

    private static String reason(Throwable refusal) {
        return String.valueOf(((ReplyException) refusal).details().get("reason"));
    }

    @Test
    void aStreamGoesBothWaysAndEndsInOrder() {
        try (TrunklineServer server = serving(EchoApps.streams());
                StreamClient client = StreamClient.connect("127.0.0.1", server.port());
                DuplexStream stream = client.open("echo", Map.of("user", "ann"))) {
            stream.write(Payload.ofText("hello"));
            assertThat(stream.read(PATIENCE)).isEqualTo(Payload.ofText("hello"));
            assertThat(stream.metadata().text()).isEqualTo("{\"user\":\"ann\"}");
            assertThat(stream.connection()).isSameAs(client.connection());
        }
    }

    @Test
    void aProducerAtTheServerWaitsForItsReaderHere() throws Exception {
        AtomicLong written = new AtomicLong();
        AtomicReference<Thread> producer = new AtomicReference<>();
        StreamHandler pouring = stream -> {
            producer.set(Thread.currentThread());
            for (int i = 0; i < 64; i++) {
                stream.write(Payload.wrap(new byte[16_384]));
                written.addAndGet(16_384);
            }
        };
        try (TrunklineServer server = serving(pouring);
                StreamClient client = StreamClient.connect(to(server))) {
            DuplexStream stream = client.open("pour");
            // A window here, and as much again that waits there.
            await().atMost(PATIENCE).until(() -> written.get() == 2 * WINDOW);
            await().atMost(PATIENCE).until(() -> producer.get().getState() == Thread.State.TIMED_WAITING);
            assertThat(written).hasValue(2 * WINDOW);

            assertThat(stream.input().transferTo(OutputStream.nullOutputStream()))
                    .isEqualTo(64 * 16_384);
        }
    }

    @Test
    void aProducerHereWaitsForItsReaderAtTheServer() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CompletableFuture<Long> total = new CompletableFuture<>();
        StreamHandler lazy = stream -> {
            read.await();
            total.complete(stream.input().transferTo(OutputStream.nullOutputStream()));
        };
        try (TrunklineServer server = serving(lazy);
                StreamClient client = StreamClient.connect(to(server))) {
            DuplexStream stream = client.open("lazy");
            AtomicLong written = new AtomicLong();
            Thread producer = new Thread(() -> {
                for (int i = 0; i < 64; i++) {
                    stream.write(Payload.wrap(new byte[16_384]));
                    written.addAndGet(16_384);
                }
                stream.close();
            });
            producer.start();
            await().atMost(PATIENCE).until(() -> written.get() == 2 * WINDOW);
            await().atMost(PATIENCE).until(() -> producer.getState() == Thread.State.TIMED_WAITING);
            assertThat(written).hasValue(2 * WINDOW);

            read.countDown();
            assertThat(total.get(20, TimeUnit.SECONDS)).isEqualTo(64 * 16_384);
            producer.join();
        }
    }

    @Test
    void streamsAreReadAndWrittenByJavaIo() throws Exception {
        StreamHandler shouting = stream -> {
            String word = new String(stream.input().readNBytes(5), StandardCharsets.UTF_8);
            try (OutputStream out = stream.output()) {
                out.write(word.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            }
        };
        try (TrunklineServer server = serving(shouting);
                StreamClient client = StreamClient.connect(to(server))) {
            DuplexStream stream = client.open("shout");
            OutputStream out = stream.output();
            out.write("hello".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(stream.input().readAllBytes()).isEqualTo("HELLO".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aPublisherHereFeedsASubscriberHere() {
        try (TrunklineServer server = serving(EchoApps.streams());
                StreamClient client = StreamClient.connect(to(server))) {
            DuplexStream from = client.open("echo");
            DuplexStream to = client.open("echo");
            from.publisher().subscribe(to.subscriber());
            for (int i = 0; i < 100; i++) {
                from.write(Payload.ofText("piece " + i));
                assertThat(to.read(PATIENCE)).isEqualTo(Payload.ofText("piece " + i));
            }
            from.reset();
        }
    }

    @Test
    void theServerOpensStreamsToAHandlerThatIsThereFromTheFirst() throws Exception {
        CompletableFuture<Payload> pushed = new CompletableFuture<>();
        try (TrunklineServer server = serving(stream -> {
                    try (DuplexStream news = stream.connection().open("news")) {
                        news.write(Payload.ofText("it rains"));
                    }
                });
                StreamClient client =
                        StreamClient.connect(to(server), stream -> pushed.complete(stream.read(PATIENCE)))) {
            client.open("subscribe");
            assertThat(pushed.get(20, TimeUnit.SECONDS)).isEqualTo(Payload.ofText("it rains"));
            assertThatThrownBy(() -> client.onStream(EchoApps.streams())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void withoutAHandlerWhatTheServerOpensIsRefused() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<Payload> second = new CompletableFuture<>();
        StreamHandler asking = stream -> {
            DuplexStream refused = stream.connection().open("echo");
            try {
                refused.read(PATIENCE);
            } catch (ReplyException e) {
                first.complete(reason(e));
            }
            stream.read(PATIENCE);
            DuplexStream taken = stream.connection().open("echo");
            taken.write(Payload.ofText("now?"));
            second.complete(taken.read(PATIENCE));
            taken.close();
        };
        try (TrunklineServer server = serving(asking);
                StreamClient client = StreamClient.connect(to(server))) {
            DuplexStream stream = client.open("ask");
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("UNKNOWN_TYPE");
            client.onStream(
                    StreamHandler.byType().handle("echo", EchoApps.streams()).build());
            stream.write(Payload.ofText("go on"));
            assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(Payload.ofText("now?"));
        }
    }

    @Test
    void refusalsAndResetsReachBothSidesWithTheirReasons() throws Exception {
        CompletableFuture<String> here = new CompletableFuture<>();
        StreamHandler handler = StreamHandler.byType()
                .handle("no", stream -> {
                    throw new ReplyException(ErrorCode.of("TOO_LATE"), "not today");
                })
                .handle("wait", stream -> {
                    stream.write(Payload.ofText("ready"));
                    try {
                        stream.read(PATIENCE);
                    } catch (ReplyException e) {
                        here.complete(reason(e));
                    }
                })
                .build();
        try (TrunklineServer server = serving(handler);
                StreamClient client = StreamClient.connect(to(server))) {
            assertThatThrownBy(() -> client.open("unknown").read(PATIENCE))
                    .isInstanceOf(ReplyException.class)
                    .extracting(StreamClientIT::reason)
                    .isEqualTo("UNKNOWN_TYPE");
            assertThatThrownBy(() -> client.open("no").read(PATIENCE))
                    .isInstanceOf(ReplyException.class)
                    .extracting(StreamClientIT::reason)
                    .isEqualTo("TOO_LATE");
            DuplexStream waiting = client.open("wait");
            assertThat(waiting.read(PATIENCE)).isEqualTo(Payload.ofText("ready"));
            waiting.reset("CHANGED_MY_MIND");
            assertThat(here.get(20, TimeUnit.SECONDS)).isEqualTo("CHANGED_MY_MIND");
        }
    }

    @Test
    void aServerThatShutsDownTakesNoNewStreamAndFinishesThoseItHas() throws Exception {
        try (TrunklineServer server = serving(EchoApps.streams());
                StreamClient client = StreamClient.connect(to(server))) {
            DuplexStream old = client.open("echo");
            old.write(Payload.ofText("before"));
            assertThat(old.read(PATIENCE)).isEqualTo(Payload.ofText("before"));
            CompletableFuture<?> drained = server.closeAsync(PATIENCE);
            AtomicReference<Throwable> refusal = new AtomicReference<>();
            await().atMost(PATIENCE).until(() -> {
                DuplexStream late = client.open("echo");
                try {
                    late.write(Payload.ofText("too early"));
                    late.read(PATIENCE);
                    late.close();
                } catch (ReplyException e) {
                    refusal.set(e);
                }
                return refusal.get() != null;
            });
            assertThat(reason(refusal.get())).isEqualTo("SHUTTING_DOWN");
            old.write(Payload.ofText("after"));
            assertThat(old.read(PATIENCE)).isEqualTo(Payload.ofText("after"));
            old.close();
            drained.get(20, TimeUnit.SECONDS);
            client.connection().closed().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> client.open("echo")).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void closingWaitsForStreamsThatAreOpenAndTakesNoNewOnes() throws Exception {
        try (TrunklineServer server = serving(EchoApps.streams())) {
            StreamClient client = StreamClient.connect(to(server));
            DuplexStream stream = client.open("echo");
            CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThatThrownBy(() -> client.open("echo").close())
                                    .isInstanceOf(ClosedException.class));
            assertThat(client.openAsync("echo", Map.of())).failsWithin(PATIENCE);
            stream.write(Payload.ofText("still"));
            assertThat(stream.read(PATIENCE)).isEqualTo(Payload.ofText("still"));
            assertThat(closing).isNotDone();
            stream.close();
            closing.get(20, TimeUnit.SECONDS);
            assertThat(client.connection().isOpen()).isFalse();
            client.close();
        }
    }

    @Test
    void closingNowFailsWhatIsOpen() {
        try (TrunklineServer server = serving(EchoApps.streams())) {
            StreamClient client = StreamClient.connect(to(server));
            DuplexStream stream = client.open("echo");
            client.closeNow();
            assertThatThrownBy(() -> stream.read(PATIENCE)).isInstanceOf(ClosedException.class);
            client.close();
        }
    }

    @Test
    void aHandlerThatClosesItsClientDoesNotWaitForItself() throws Exception {
        CompletableFuture<StreamClient> closed = new CompletableFuture<>();
        AtomicReference<StreamClient> own = new AtomicReference<>();
        try (TrunklineServer server = serving(stream -> stream.connection().open("end"))) {
            StreamClient client = StreamClient.connect(to(server));
            own.set(client);
            client.onStream(stream -> {
                own.get().close();
                closed.complete(own.get());
            });
            client.open("begin");
            assertThat(closed.get(20, TimeUnit.SECONDS)).isSameAs(client);
            client.close();
        }
    }

    @Test
    void withoutAServerThereIsNoClient() {
        int port = closed.number();
        assertThatThrownBy(() -> StreamClient.connect("127.0.0.1", port)).isInstanceOf(ConnectFailedException.class);
        ClientOptions framed = ClientOptions.builder()
                .endpoint("127.0.0.1", port)
                .framing(Framing.ENVELOPE)
                .build();
        assertThatThrownBy(() -> StreamClient.connect(framed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("StreamClient");
    }
}
