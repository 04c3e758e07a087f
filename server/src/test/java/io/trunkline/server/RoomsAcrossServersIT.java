package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Two servers of one process whose rooms are one. */
@Tag("feature-180")
class RoomsAcrossServersIT {
    private final Backplane backplane = Backplane.inProcess();
    private final Side left = new Side();
    private final Side right = new Side();

    /** A server whose connections join what their first frame says, and send what the others say to their room. */
    private final class Side {
        private final Rooms<Payload> rooms = Rooms.create(backplane, "test", FrameFormat.lineLength());
        private final List<TextPeer> peers = new ArrayList<>();
        private final TrunklineServer server = TrunklineServer.builder()
                .listen(0, FrameFormat.lineLength(), connection -> frame -> {
                    if (rooms.of(connection).isEmpty()) {
                        rooms.join(frame.text(), connection);
                    } else {
                        rooms.send(rooms.of(connection).iterator().next(), frame, connection);
                    }
                })
                .start();

        TextPeer joined(String room) {
            int before = rooms.members(room).size();
            TextPeer peer = new TextPeer(server.port());
            peers.add(peer);
            peer.sendBody(room);
            await().until(() -> rooms.members(room).size() == before + 1);
            return peer;
        }

        void close() {
            peers.forEach(TextPeer::close);
            server.closeNow();
            rooms.close();
        }
    }

    @AfterEach
    void closeBoth() {
        left.close();
        right.close();
        NoThreadsLeft.check();
    }

    @Test
    void aSendReachesTheRoomEverywhereOnceAndInOrder() {
        TextPeer here = left.joined("x");
        TextPeer beside = left.joined("x");
        TextPeer there = right.joined("x");
        TextPeer elsewhere = right.joined("y\u00e9");
        for (int i = 0; i < 1_000; i++) {
            here.sendBody("" + i);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(beside.readBody()).isEqualTo("" + i);
            assertThat(there.readBody()).isEqualTo("" + i);
        }
        assertThat(right.rooms.send("y\u00e9", Payload.ofText("named"))).isEqualTo(1);
        assertThat(left.rooms.send("y\u00e9", Payload.ofText("far"))).isZero();
        assertThat(elsewhere.readBody()).isEqualTo("named");
        assertThat(elsewhere.readBody()).isEqualTo("far");
        left.rooms.broadcast(Payload.ofText("end\nof line"));
        for (TextPeer peer : List.of(here, beside, there, elsewhere)) {
            assertThat(peer.readBody()).isEqualTo("end\nof line");
        }
    }

    @Test
    void roomsThatHaveLeftGoOnByThemselves() {
        TextPeer here = left.joined("x");
        TextPeer there = right.joined("x");
        right.rooms.close();
        left.rooms.send("x", Payload.ofText("left"));
        right.rooms.send("x", Payload.ofText("right"));
        assertThat(here.readBody()).isEqualTo("left");
        assertThat(there.readBody()).isEqualTo("right");
    }

    /** A backplane that reaches nobody: rooms of this process do not notice. */
    @Test
    void aBackplaneThatIsDownCostsOnlyWhatItWouldCarry() {
        try (Rooms<Payload> rooms = Rooms.create(DownNode::new, "test", FrameFormat.lineLength())) {
            assertThat(rooms.broadcast(Payload.ofText("x"))).isZero();
        }
    }

    @Test
    void strangeMessagesOfOthersAreIgnored() {
        TextPeer here = left.joined("x");
        try (Backplane.Node other = backplane.join()) {
            for (String strange :
                    new String[] {"", "x", "x\n", "x\nno length", "x\n99\nx", "z".repeat(300) + "\n1\na"}) {
                assertThat(other.publish("rooms.test", Payload.ofText(strange))).isTrue();
            }
            other.publish("rooms.test", Payload.ofText("x\n2\nok"));
        }
        assertThat(here.readBody()).isEqualTo("ok");
    }

    @Test
    void aGroupsNameIsOneLevelOfASubject() {
        for (String bad : new String[] {"", "a.b", "A", "#", "x".repeat(65)}) {
            assertThatThrownBy(() -> Rooms.create(backplane, bad, FrameFormat.lineLength()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("group");
        }
    }

    /** Reaches nobody. */
    private static final class DownNode implements Backplane.Node {
        @Override
        public boolean publish(String subject, Payload message) {
            return false;
        }

        @Override
        public CompletionStage<Payload> request(String subject, Payload message, Duration timeout) {
            throw new UnsupportedOperationException("rooms ask nothing");
        }

        @Override
        public Backplane.Link subscribe(String pattern, Backplane.Receiver receiver) {
            return () -> {};
        }

        @Override
        public Backplane.Link serve(String pattern, Backplane.Responder responder) {
            throw new UnsupportedOperationException("rooms serve nothing");
        }

        @Override
        public void close() {}
    }
}
