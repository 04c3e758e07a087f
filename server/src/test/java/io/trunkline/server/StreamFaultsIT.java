package io.trunkline.server;

import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.StreamHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rows 70 to 80 of the faults, against a real server, from a peer that writes the bytes by hand. */
class StreamFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private StreamPeer peer(StreamHandler handler) {
        fixture.start(server -> server.listen(0, handler));
        return new StreamPeer(fixture);
    }

    private StreamPeer echo() {
        return peer(EchoApps.streams());
    }

    @Test
    @Tag("feature-28")
    @Tag("feature-30")
    @Tag("feature-31")
    @Tag("feature-32")
    @Tag("feature-70")
    @Tag("feature-71")
    void anOlderPeersStreamIsEchoedAndClosedByteForByte() {
        StreamPeer peer = echo();
        peer.control(StreamPeer.created(1, "chat")).data(1, "hello").data(1, "\0\u00ff");
        assertThat(peer.receive()).isEqualTo("1:hello");
        assertThat(peer.receive()).isEqualTo("1:\0\u00ff");
        peer.control(StreamPeer.closed(1));
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0x8000_0000L, 0xFFFF_FFFFL})
    void row70HighIdsAreOrdinary(long id) {
        StreamPeer peer = echo().create(id);
        assertThat(peer.data(id, "x").receive()).isEqualTo(id + ":x");
    }

    @Test
    @Tag("feature-33")
    void row70DataOnStream0ThatIsNoControlMessageEndsTheConnection() {
        echo().control("hello").expectEnd();
    }

    @Test
    void row71DataForAStreamThatEndedAndEndsOfUnknownOnesAreDropped() {
        StreamPeer peer = echo().create(1).control(StreamPeer.closed(1));
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(1));
        peer.data(1, "late").control(StreamPeer.closed(9)).control(StreamPeer.granted(7, 5));

        assertThat(peer.create(3).data(3, "x").receive()).isEqualTo("3:x");
    }

    @Test
    void row72FromThe101stStreamOnTheyAreRefusedAndTheRestLives() {
        StreamPeer peer = echo();
        ByteArrayOutputStream creates = new ByteArrayOutputStream();
        for (int id = 1; id <= 5_000; id++) {
            creates.writeBytes(StreamPeer.frame(0, StreamPeer.created(id, "echo")));
        }
        peer.raw(creates.toByteArray());
        for (int id = 101; id <= 5_000; id++) {
            assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(id, "TOO_MANY_STREAMS"));
        }
        assertThat(peer.data(100, "x").receive()).isEqualTo("100:x");
        assertThat(peer.data(1, "y").receive()).isEqualTo("1:y");
    }

    @Test
    void row73AStreamThatNobodyReadsGetsNoCreditBeyondItsWindowAndOthersFlow() throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        StreamHandler lazy = StreamHandler.byType()
                .handle("lazy", stream -> {
                    read.await();
                    assertThat(stream.input().readNBytes(65_536)).hasSize(65_536);
                    stream.read(PATIENCE);
                })
                .handle("echo", EchoApps.streams())
                .build();
        StreamPeer peer = peer(lazy).agree();
        peer.control(StreamPeer.created(1, "lazy", 0)).data(1, "a".repeat(65_536));
        peer.control(StreamPeer.created(3, "echo", 100)).data(3, "x");
        assertThat(peer.receive())
                .as("the other stream, and no credit for the first")
                .isEqualTo("3:x");

        read.countDown();
        assertThat(peer.receive()).startsWith("0:{\"type\":\"stream_window\",\"streamId\":1,\"credit\":");
    }

    @Test
    void row74DataBeyondTheWindowEndsTheStreamAndTheSecondTimeTheConnection() {
        CountDownLatch never = new CountDownLatch(1);
        StreamPeer peer = peer(stream -> never.await(20, TimeUnit.SECONDS)).agree();
        peer.control(StreamPeer.created(1, "x", 0)).control(StreamPeer.created(3, "x", 0));
        peer.data(1, "a".repeat(65_537));
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(1, "FLOW_CONTROL"));
        peer.data(3, "a".repeat(65_537)).expectEnd();
        never.countDown();
    }

    @Test
    void row75GrantsOfNothingOrTooMuchEndTheirStream() {
        StreamPeer peer = echo().agree();
        peer.control(StreamPeer.created(1, "echo", 0)).control(StreamPeer.granted(1, 0));
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(1, "FLOW_CONTROL"));
        peer.control(StreamPeer.created(3, "echo", Integer.MAX_VALUE)).control(StreamPeer.granted(3, 1));
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(3, "FLOW_CONTROL"));
        assertThat(peer.control(StreamPeer.created(5, "echo", 10)).data(5, "x").receive())
                .isEqualTo("5:x");
    }

    @Test
    void row76RapidResetsEndTheConnectionAndHandlersNeverExceedTheLimit() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        fixture.start(server ->
                server.listen(ListenOptions.builder().port(0).maxStreams(10).build(), stream -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    try {
                        release.await();
                    } finally {
                        running.decrementAndGet();
                    }
                }));
        StreamPeer peer = new StreamPeer(fixture);
        ByteArrayOutputStream storm = new ByteArrayOutputStream();
        for (int i = 1; i <= 10_000; i++) {
            storm.writeBytes(StreamPeer.frame(0, StreamPeer.created(i, "x")));
            storm.writeBytes(StreamPeer.frame(0, StreamPeer.closed(i)));
        }
        peer.raw(storm.toByteArray());
        await().atMost(PATIENCE).until(() -> running.get() == 10);
        for (int i = 1; i <= 10_000; i++) {
            String answer = i <= 10 ? StreamPeer.closed(i) : StreamPeer.closed(i, "TOO_MANY_STREAMS");
            assertThat(peer.receive()).isEqualTo("0:" + answer);
        }
        release.countDown();
        await().atMost(PATIENCE).until(() -> running.get() == 0);
        assertThat(most).hasValue(10);
    }

    @Test
    void row76ThePeers201stResetIn30SecondsEndsTheConnection() {
        StreamPeer peer = echo();
        for (int i = 1; i <= 200; i++) {
            peer.create(i).control(StreamPeer.closed(i));
            assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(i));
        }
        peer.create(201).control(StreamPeer.closed(201));
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(201));
        peer.expectEnd();
    }

    @Test
    void row77AWriterWithoutCreditIsEndedAtTheWriteStallAndOthersFlow() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        StreamHandler handler = StreamHandler.byType()
                .handle("endless", stream -> {
                    try {
                        while (true) {
                            stream.write(Payload.wrap(new byte[16_384]));
                        }
                    } catch (RequestTimeoutException e) {
                        failure.complete(e);
                        throw e;
                    }
                })
                .handle("echo", EchoApps.streams())
                .build();
        OutboundLimits quick = new OutboundLimits(16_384, 65_536, 8 * 1_048_576, Duration.ofSeconds(5), Overflow.FAIL);
        fixture.start(server ->
                server.listen(ListenOptions.builder().port(0).outbound(quick).build(), handler));
        StreamPeer peer = new StreamPeer(fixture).agree();
        peer.control(StreamPeer.created(1, "endless", 0));
        peer.control(StreamPeer.created(3, "echo", 1_000)).data(3, "x");
        assertThat(peer.receive()).isEqualTo("3:x");
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(1, "WRITE_STALL"));
        assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessageContaining("granted no credit");
        assertThat(peer.data(3, "y").receive()).isEqualTo("3:y");
    }

    /** The processor's time and the others' answers are printed: how much else a machine does is not ours to assert. */
    @Test
    void row78AMillionFramesOfOneByteAreCountedAndOthersFlow() throws Exception {
        CompletableFuture<Long> sum = new CompletableFuture<>();
        StreamPeer peer = peer(StreamHandler.byType()
                .handle("echo", EchoApps.streams())
                .handle("sum", stream -> {
                    long bytes = 0;
                    Payload next;
                    while ((next = stream.read(PATIENCE)) != null) {
                        bytes += next.size();
                    }
                    sum.complete(bytes);
                })
                .build());
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            frames.writeBytes(StreamPeer.frame(1, "x"));
        }
        byte[] hundredThousand = frames.toByteArray();
        StreamPeer other = new StreamPeer(fixture).create(1);
        peer.control(StreamPeer.created(1, "sum"));
        long before = ThreadTimes.ofTrunkline();
        Thread flood = new Thread(() -> {
            for (int i = 0; i < 10; i++) {
                peer.raw(hundredThousand);
            }
            peer.control(StreamPeer.closed(1));
        });
        flood.start();
        List<Long> micros = new ArrayList<>();
        do {
            long asked = System.nanoTime();
            assertThat(other.data(1, "y").receive()).isEqualTo("1:y");
            micros.add((System.nanoTime() - asked) / 1_000);
        } while (!sum.isDone());
        assertThat(sum.get(60, TimeUnit.SECONDS)).isEqualTo(1_000_000);
        flood.join();
        long used = ThreadTimes.ofTrunkline() - before;
        micros.sort(null);
        System.out.printf(
                "row 78: a million frames of one byte took the server %d ms of a processor; %d answers beside them, p99 %d us%n",
                TimeUnit.NANOSECONDS.toMillis(used), micros.size(), micros.get(micros.size() * 99 / 100));
    }

    @Test
    void row79IdsComeBackAfterTheirCloseAndGoBackwards() {
        StreamPeer peer = echo();
        for (long id : new long[] {9, 3, 9, 1}) {
            peer.create(id).data(id, "x");
            assertThat(peer.receive()).isEqualTo(id + ":x");
            peer.control(StreamPeer.closed(id));
            assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(id));
        }
    }

    @Test
    void row80BytesOf100InterleavedStreamsStayIntact() throws InterruptedException {
        BlockingQueue<String> whole = new LinkedBlockingQueue<>();
        StreamPeer peer =
                peer(stream -> whole.add(new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII)));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int id = 1; id <= 100; id++) {
            all.writeBytes(StreamPeer.frame(0, StreamPeer.created(id, "x")));
        }
        String text = "stream 000 says what every stream says";
        for (int at = 0; at < text.length(); at++) {
            for (int id = 1; id <= 100; id++) {
                String own = text.replace("000", String.format("%03d", id));
                all.writeBytes(StreamPeer.frame(id, own.substring(at, at + 1)));
            }
        }
        for (int id = 1; id <= 100; id++) {
            all.writeBytes(StreamPeer.frame(0, StreamPeer.closed(id)));
        }
        peer.raw(all.toByteArray());

        for (int i = 1; i <= 100; i++) {
            assertThat(whole.poll(20, TimeUnit.SECONDS)).matches("stream \\d{3} says what every stream says");
        }
    }
}
