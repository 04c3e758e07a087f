package io.trunkline.server;

import io.trunkline.transport.StreamHandler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a server counts of its streams. */
@Tag("feature-190")
class StreamStatsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch go = new CountDownLatch(1);

    private StreamPeer connect(int maxStreams) {
        StreamHandler handler = StreamHandler.byType()
                .handle("fails", stream -> {
                    throw new IllegalStateException("broken");
                })
                .handle("waits", stream -> go.await())
                .build();
        fixture.start(server -> server.listen(
                ListenOptions.builder().port(0).maxStreams(maxStreams).build(), handler));
        return new StreamPeer(fixture);
    }

    private StreamStats stats() {
        return fixture.server().stats().streams();
    }

    @Test
    void openStreamsAreCountedUntilTheyCloseInOrder() {
        StreamPeer peer = connect(100);
        peer.control(StreamPeer.created(1, "waits")).control(StreamPeer.created(3, "waits"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(stats().open()).isEqualTo(2);
            assertThat(stats().opened()).isEqualTo(2);
        });
        go.countDown();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stats().open()).isZero());
        assertThat(stats().opened()).isEqualTo(2);
        assertThat(stats().reset()).isEmpty();
        assertThat(stats().refused()).isEmpty();
    }

    @Test
    void refusalsAreCountedByTheirReason() {
        StreamPeer peer = connect(1);
        peer.control(StreamPeer.created(1, "waits"))
                .control(StreamPeer.created(3, "waits"))
                .control(StreamPeer.created(5, "waits"));
        assertThat(peer.receive()).contains("TOO_MANY_STREAMS");
        assertThat(peer.receive()).contains("TOO_MANY_STREAMS");
        go.countDown();
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(1));
        peer.control(StreamPeer.closed(1)).control(StreamPeer.created(7, "nobody's"));
        assertThat(peer.receive()).contains("UNKNOWN_TYPE");
        assertThat(stats().refused())
                .containsOnly(
                        Map.entry(StreamStats.Refused.TOO_MANY_STREAMS, 2L),
                        Map.entry(StreamStats.Refused.UNKNOWN_TYPE, 1L));
        assertThat(stats().opened()).isOne();
        assertThat(fixture.server().stats().refusals())
                .as("a type that nobody serves is no refusal of ours")
                .containsOnly(Map.entry(Refusal.Reason.BUSY, 2L));
    }

    /** A handler that has returned must not be seen to run by a peer that opens its next stream as soon as it hears of that. */
    @Test
    void placeIsFreeWhenTheCloseArrives() {
        go.countDown();
        StreamPeer peer = connect(1);
        for (long stream = 1; stream < 1_000; stream += 2) {
            peer.control(StreamPeer.created(stream, "waits"));
            assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(stream));
            peer.control(StreamPeer.closed(stream));
        }
        assertThat(stats().refused()).isEmpty();
    }

    @Test
    void streamsThatDoNotEndInOrderAreCountedByWhoseDoingItWas() {
        StreamPeer peer = connect(100);
        peer.control(StreamPeer.created(1, "fails"));
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(1, "INTERNAL_ERROR"));
        peer.control(StreamPeer.created(3, "waits")).control(StreamPeer.closed(3, "CANCELLED"));
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(3));
        peer.control(StreamPeer.created(5, "waits")).control("{\"type\":");
        peer.expectEnd();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stats().reset())
                        .containsOnly(
                                Map.entry(StreamStats.Reset.LOCAL, 1L),
                                Map.entry(StreamStats.Reset.PEER, 1L),
                                Map.entry(StreamStats.Reset.CONNECTION_LOST, 1L)));
        assertThat(stats().open()).isZero();
        go.countDown();
    }
}
