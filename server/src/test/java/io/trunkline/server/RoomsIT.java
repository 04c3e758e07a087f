package io.trunkline.server;

import io.trunkline.ErrorCode;
import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Tag("feature-180")
class RoomsIT {
    private static final String ROOM = "room";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final Rooms<Payload> rooms = Rooms.create();
    private final BlockingQueue<FrameConnection<Payload>> opened = new LinkedBlockingQueue<>();
    private final List<TextPeer> peers = new ArrayList<>();

    @AfterEach
    void closePeers() {
        peers.forEach(TextPeer::close);
    }

    private void start() {
        start(OutboundLimits.DEFAULT);
    }

    private void start(OutboundLimits limits) {
        fixture.start(server -> server.options(ServerOptions.builder().loops(2).build())
                .listen(
                        ListenOptions.builder().port(0).outbound(limits).build(),
                        FrameFormat.lineLength(),
                        connection -> {
                            opened.add(connection);
                            return frame -> rooms.send(ROOM, frame, connection);
                        }));
    }

    private TextPeer peer() {
        TextPeer peer = new TextPeer(fixture.server().port());
        peers.add(peer);
        return peer;
    }

    private FrameConnection<Payload> accepted() {
        try {
            FrameConnection<Payload> connection = opened.poll(20, TimeUnit.SECONDS);
            assertThat(connection).as("an accepted connection").isNotNull();
            return connection;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FrameConnection<Payload> join(TextPeer peer) {
        FrameConnection<Payload> connection = accepted();
        assertThat(connection.id()).isEqualTo(peer.id());
        assertThat(rooms.join(ROOM, connection)).isTrue();
        return connection;
    }

    private static Payload text(String text) {
        return Payload.ofText(text);
    }

    @Test
    void everyMemberGetsASendersFramesInTheOrderOfItsCalls() {
        start();
        List<TextPeer> members = new ArrayList<>();
        List<FrameConnection<Payload>> connections = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            members.add(peer());
            connections.add(join(members.get(i)));
        }
        FrameConnection<Payload> direct = connections.get(4);
        for (int i = 0; i < 2_000; i++) {
            assertThat(rooms.send(ROOM, text("room " + i))).isEqualTo(5);
            direct.send(text("direct " + i));
        }
        TextPeer last = members.remove(4);
        for (int i = 0; i < 2_000; i++) {
            for (TextPeer member : members) {
                assertThat(member.readBody()).isEqualTo("room " + i);
            }
            assertThat(last.readBody()).isEqualTo("room " + i);
            assertThat(last.readBody()).isEqualTo("direct " + i);
        }
    }

    @Test
    void aSenderIsLeftOutAndLargeFramesArriveWhole() {
        start();
        TextPeer a = peer();
        join(a);
        TextPeer b = peer();
        join(b);
        TextPeer c = peer();
        join(c);
        String large = "x".repeat(700_000);
        for (int i = 0; i < 5; i++) {
            a.sendBody(i + large);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(b.readBody()).isEqualTo(i + large);
            assertThat(c.readBody()).isEqualTo(i + large);
        }
        rooms.broadcast(text("all"));
        assertThat(a.readBody()).isEqualTo("all");
    }

    @Test
    void aMemberThatReadsNothingIsCutAloneAndTheOthersGetAll() {
        start(new OutboundLimits(1_000, 10_000, 2_000_000, Duration.ofMinutes(1), Overflow.FAIL));
        TextPeer slow = peer();
        FrameConnection<Payload> cut = join(slow);
        TextPeer quick = peer();
        FrameConnection<Payload> reads = join(quick);
        String large = "x".repeat(500_000);
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            while (!quick.readBody().equals("end")) {
                assertThat(cut).isNotNull(); // Only to have read it.
            }
        });
        await().until(() -> {
            if (reads.isWritable()) { // However late its reader is, it must not be cut for it.
                rooms.send(ROOM, text(large));
            }
            return rooms.members(ROOM).size() < 2;
        });
        rooms.send(ROOM, text("end"));

        reading.join();
        assertThat(cut.closed().toCompletableFuture().join().kind()).isEqualTo(CloseReason.Kind.OUTBOUND_CAP);
        assertThat(rooms.members(ROOM)).hasSize(1);
    }

    @Test
    void aMemberThatMayLoseFramesLagsAndTheyAreCounted() {
        start(new OutboundLimits(1_000, 10_000, 2_000_000, Duration.ofMinutes(1), Overflow.DROP_OLDEST));
        TextPeer slow = peer();
        FrameConnection<Payload> lagging = join(slow);
        String large = "x".repeat(500_000);
        for (int i = 0; i < 50; i++) {
            rooms.send(ROOM, text(String.format("%03d", i) + large));
        }
        assertThat(lagging.isOpen()).isTrue();
        long dropped = lagging.stats().framesDropped();
        assertThat(dropped).isPositive();
        rooms.send(ROOM, text("end"));

        List<String> got = new ArrayList<>();
        for (String body = slow.readBody(); !body.equals("end"); body = slow.readBody()) {
            got.add(body.substring(0, 3));
        }
        assertThat(got).isSorted().doesNotHaveDuplicates().contains("000", "049");
        assertThat(got).hasSize(50 - (int) dropped);
    }

    @Test
    @Tag("feature-177")
    void aConnectionThatClosesLeavesByItselfAndJoinsNoMore() {
        start();
        TextPeer peer = peer();
        FrameConnection<Payload> connection = join(peer);
        rooms.join("other", connection);
        peer.close();
        await().until(() -> rooms.members().isEmpty());
        assertThat(rooms.names()).isEmpty();
        assertThat(rooms.of(connection)).isEmpty();
        assertThat(rooms.join(ROOM, connection)).isFalse();
        assertThat(rooms.add(connection)).isFalse();
        assertThat(rooms.names()).isEmpty();
        assertThat(rooms.members()).isEmpty();
    }

    @Test
    @Tag("feature-252")
    void membersTellWhenTheyCameAndWhatWasSaidOfThem() {
        start();
        peer();
        FrameConnection<Payload> connection = accepted();
        Instant before = Instant.now();
        assertThat(rooms.add(connection, Map.of("name", "Ann"))).isTrue();
        assertThat(rooms.add(connection, Map.of("name", "Anne"))).isFalse();
        rooms.join(ROOM, connection);
        Instant after = Instant.now();

        RoomMember<Payload> here = rooms.members().get(0);
        RoomMember<Payload> inRoom = rooms.members(ROOM).get(0);
        assertThat(here.connection()).isSameAs(connection);
        assertThat(here.joinedAt()).isBetween(before, inRoom.joinedAt());
        assertThat(inRoom.joinedAt()).isBetween(here.joinedAt(), after);
        assertThat(inRoom.metadata()).isEqualTo(Map.of("name", "Anne"));
        assertThat(inRoom).hasToString("RoomMember[" + connection.id() + "]");
        assertThat(rooms.of(connection)).containsExactly(ROOM);
        assertThat(rooms.remove(connection)).isTrue();
        assertThat(rooms.members()).isEmpty();
        assertThat(rooms.names()).isEmpty();
        assertThat(rooms.add(connection)).as("it may come back").isTrue();
    }

    @Test
    void limitsAreNamedWhenTheyAreMet() {
        start();
        Rooms<Payload> narrow = Rooms.create(
                RoomLimits.builder().roomsPerConnection(2).memberships(3).build());
        peer();
        FrameConnection<Payload> first = accepted();
        peer();
        FrameConnection<Payload> second = accepted();
        narrow.join("a", first);
        narrow.join("b", first);
        refused(() -> narrow.join("c", first), ErrorCode.SERVICE_UNAVAILABLE, "LIMIT_EXCEEDED");
        narrow.join("a", second);
        refused(() -> narrow.join("b", second), ErrorCode.SERVICE_UNAVAILABLE, "LIMIT_EXCEEDED");
        assertThat(narrow.join("a", first)).as("where it is already").isFalse();
        narrow.leave("b", first);
        assertThat(narrow.join("b", second)).isTrue();
        refused(() -> narrow.join("x\u202Ey", first), ErrorCode.INVALID_REQUEST, "BAD_NAME");
    }

    private static void refused(Runnable join, ErrorCode code, String reason) {
        assertThatThrownBy(join::run).isInstanceOfSatisfying(ReplyException.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.details()).containsEntry("reason", reason);
        });
    }

    @Test
    void limitsAreCheckedWhenTheyAreMade() {
        assertThatThrownBy(() -> RoomLimits.builder().roomsPerConnection(0).build())
                .hasMessage("roomsPerConnection must be 1 to 10000000: 0");
        assertThatThrownBy(() -> RoomLimits.builder().memberships(9_999).build())
                .hasMessage("memberships must be 10000 to 10000000: 9999");
        assertThat(RoomLimits.defaults().toBuilder().build()).isEqualTo(RoomLimits.defaults());
    }

    /** Row 97 of the faults: members leave, join and vanish while broadcasts run; what stays gets everything in order. */
    @Test
    void membersThatComeAndGoDuringBroadcastsLeaveNothingBehind() {
        start();
        TextPeer steady = peer();
        FrameConnection<Payload> member = join(steady);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Integer> sending = CompletableFuture.supplyAsync(() -> {
            int sent = 0;
            while (!ended.get() || sent < 1_000) {
                if (member.isWritable()) {
                    rooms.send(ROOM, text(String.valueOf(sent++)));
                }
            }
            rooms.send(ROOM, text("end"));
            return sent;
        });
        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> {
            int next = 0;
            for (String body = steady.readBody(); !body.equals("end"); body = steady.readBody()) {
                assertThat(body).isEqualTo(String.valueOf(next++));
            }
            return next;
        });
        comeAndGo(new Random(97));
        ended.set(true);

        assertThat(reading.join()).isEqualTo(sending.join());
        closePeers();
        await().until(() -> rooms.members().isEmpty());
        assertThat(rooms.names()).isEmpty();
    }

    private void comeAndGo(Random random) {
        for (int round = 0; round < 100; round++) {
            TextPeer peer = peer();
            FrameConnection<Payload> connection = accepted();
            rooms.join(ROOM, connection);
            rooms.join(ROOM, connection);
            if (random.nextBoolean()) {
                rooms.leave(ROOM, connection);
                rooms.leave(ROOM, connection);
            }
            if (random.nextBoolean()) {
                peer.close();
            } else if (random.nextBoolean()) {
                connection.close();
            } else {
                rooms.remove(connection);
            }
        }
    }
}
