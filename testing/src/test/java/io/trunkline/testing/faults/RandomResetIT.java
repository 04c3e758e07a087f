package io.trunkline.testing.faults;

import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.TrunklineException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.testing.FaultProxy;
import io.trunkline.testing.Toxics;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Acceptor;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** F1, F2: a reset inside a request or an answer, wherever it strikes, loses the rest and delivers no half of anything. */
class RandomResetIT {
    private static final int ROUNDS = 1_000;
    private static final int FRAMES = 3;
    private static final int FRAME_BYTES = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long SEED = 20_261_120;

    private final BlockingQueue<FramePeer> accepted = new LinkedBlockingQueue<>();
    private final List<Payload> sent = new ArrayList<>();

    @Test
    void whatArrivesIsWholeAndInOrderAndBothSidesEnd() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < FRAMES; i++) {
            byte[] bytes = new byte[FRAME_BYTES];
            random.nextBytes(bytes);
            sent.add(Payload.of(bytes));
        }
        try (RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, false);
                Acceptor listener = listen(core);
                FaultProxy proxy = FaultProxy.before(
                        new Endpoint("127.0.0.1", listener.address().getPort()), SEED)) {
            for (int round = 0; round < ROUNDS; round++) {
                // From 1: a connection that is reset before its first byte may never have been one.
                int offset = 1 + random.nextInt(FRAMES * (FRAME_BYTES + 4));
                Toxics struck = random.nextBoolean() ? proxy.toServer() : proxy.toClient();
                struck.resetAfter(offset);
                conversation(core, proxy, "seed " + SEED + ", round " + round + ", " + proxy);
                struck.clear();
            }
        }
    }

    private Acceptor listen(RuntimeCore core) {
        FrameProtocol<Payload> protocol = protocol(core);
        return Acceptor.bind(
                core,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ConnectionSettings.DEFAULT,
                () -> protocol.logic(connection -> accept(connection)));
    }

    private ConnectionHandler<Payload> accept(FrameConnection<Payload> connection) {
        FramePeer peer = new FramePeer(connection, true);
        accepted.add(peer);
        return peer;
    }

    private static FrameProtocol<Payload> protocol(RuntimeCore core) {
        return new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.lengthPrefixed(),
                FrameLimits.DEFAULT,
                ConnectionSettings.DEFAULT.outbound(),
                core.workers(),
                false));
    }

    private void conversation(RuntimeCore core, FaultProxy proxy, String where) throws InterruptedException {
        BlockingQueue<FramePeer> made = new LinkedBlockingQueue<>();
        FrameProtocol<Payload> protocol = protocol(core);
        new Connector(core, ConnectionSettings.DEFAULT)
                .connect(
                        proxy.endpoint(),
                        PATIENCE,
                        () -> protocol.logic(connection -> {
                            FramePeer peer = new FramePeer(connection, false);
                            made.add(peer);
                            return peer;
                        }))
                .join();
        FramePeer client = take(made, where);
        FramePeer server = take(accepted, where);
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (Payload frame : sent) {
            sends.add(client.connection().sendAsync(frame));
        }
        assertEnded(client, where);
        assertEnded(server, where);
        for (int i = server.received().size(); i > 0; i--) {
            assertMayHaveBeenSent(sends.get(i - 1), where);
        }
    }

    /** Whoever is told that a frame was not sent may send it again. */
    private static void assertMayHaveBeenSent(CompletableFuture<Void> sent, String where) {
        assertThat(sent.handle((done, failure) -> failure))
                .as(where)
                .succeedsWithin(PATIENCE)
                .satisfies(failure -> assertThat(
                                failure instanceof TrunklineException lost && lost.delivery() == Delivery.NOT_SENT)
                        .as(where)
                        .isFalse());
    }

    private static FramePeer take(BlockingQueue<FramePeer> peers, String where) throws InterruptedException {
        FramePeer peer = peers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(peer).as(where).isNotNull();
        return peer;
    }

    private void assertEnded(FramePeer peer, String where) {
        assertThat(peer.closed()).as(where).succeedsWithin(PATIENCE);
        assertThat(Ending.of(peer.closed().join())).as(where).isEqualTo("LOST");
        List<Payload> got = peer.received();
        assertThat(got).as(where).isEqualTo(sent.subList(0, got.size()));
    }
}
