package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.apps.LineRooms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The rooms of the older documents, byte for byte but for the time (SPEC.md section 6.3). */
@Tag("feature-180")
class LineRoomsIT {
    private static final String TIME = "\"timestamp\":TIME";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final Rooms<JsonMessage> rooms = Rooms.create();
    private final List<TextPeer> peers = new ArrayList<>();

    @BeforeEach
    void start() {
        fixture.start(server -> server.listen(0, JsonMessage.in(FrameFormat.lineLength()), LineRooms.create(rooms)));
    }

    @AfterEach
    void closePeers() {
        peers.forEach(TextPeer::close);
    }

    private TextPeer peer() {
        int before = rooms.members().size();
        TextPeer peer = new TextPeer(fixture.server().port());
        peers.add(peer);
        await().until(() -> rooms.members().size() == before + 1);
        return peer;
    }

    private static String timed(String message) {
        return message.replaceAll("\"timestamp\":\\d{13}(?=[,}])", TIME);
    }

    private TextPeer join(TextPeer peer, String room) {
        int before = rooms.members(room).size();
        peer.sendBody("{\"type\":\"join_room\",\"room\":\"" + room + "\"}");
        await().until(() -> rooms.members(room).size() == before + 1);
        return peer;
    }

    private static String moved(String type, String id, String room) {
        return "{\"type\":\"" + type + "\",\"connectionId\":\"" + id + "\",\"room\":\"" + room + "\"," + TIME + "}";
    }

    private static void isQuiet(TextPeer peer) {
        assertThat(timed(peer.sendBody("{\"type\":\"ping\"}").readBody()))
                .isEqualTo("{\"type\":\"pong\"," + TIME + "}");
    }

    @Test
    @Tag("feature-56")
    @Tag("feature-178")
    void broadcastGoesToAllButTheSender() {
        TextPeer a = peer();
        TextPeer b = peer();
        TextPeer c = peer();
        a.sendBody("{\"type\":\"broadcast\",\"data\":{\"n\":9007199254740993,\"t\":\"\u00e9\uD83D\uDE00\"}}");
        String got = "{\"type\":\"broadcast\",\"data\":{\"n\":9007199254740993,\"t\":\"\\u00E9\\uD83D\\uDE00\"}," + TIME
                + "}";
        assertThat(timed(b.readBody())).isEqualTo(got);
        assertThat(timed(c.readBody())).isEqualTo(got);
        isQuiet(a);
    }

    @Test
    @Tag("feature-57")
    @Tag("feature-175")
    void privateGoesToTheConnectionOfThatAddressAndPort() {
        TextPeer a = peer();
        TextPeer b = peer();
        a.sendBody("{\"type\":\"private\",\"target\":\"" + b.id() + "\",\"data\":[1]}");
        assertThat(timed(b.readBody()))
                .isEqualTo("{\"type\":\"private\",\"from\":\"" + a.id() + "\",\"data\":[1]," + TIME + "}");
        assertThat(a.sendBody("{\"type\":\"private\",\"target\":\"nobody\",\"data\":1}")
                        .readBody())
                .isEqualTo("{\"type\":\"error\",\"message\":\"Unknown target: nobody\",\"code\":\"NO_ROUTE_FOUND\"}");
    }

    @Test
    @Tag("feature-58")
    @Tag("feature-59")
    @Tag("feature-60")
    void aClientMayBeInManyRoomsAndTheOthersInEachAreTold() {
        TextPeer a = join(join(peer(), "x"), "y");
        TextPeer b = join(peer(), "x");
        assertThat(timed(a.readBody())).isEqualTo(moved("user_joined", b.id(), "x"));
        join(b, "y");
        assertThat(timed(a.readBody())).isEqualTo(moved("user_joined", b.id(), "y"));
        b.sendBody("{\"type\":\"leave_room\",\"room\":\"x\"}");
        assertThat(timed(a.readBody())).isEqualTo(moved("user_left", b.id(), "x"));
        assertThat(rooms.members("y")).hasSize(2);
    }

    @Test
    void anEndLeavesEveryRoomAndEmptyOnesAreForgotten() {
        TextPeer a = join(join(peer(), "x"), "y");
        TextPeer b = join(join(join(peer(), "x"), "y"), "only b's");
        a.readBody();
        a.readBody();
        b.close();
        assertThat(List.of(timed(a.readBody()), timed(a.readBody())))
                .containsExactlyInAnyOrder(moved("user_left", b.id(), "x"), moved("user_left", b.id(), "y"));
        assertThat(rooms.names()).containsExactlyInAnyOrder("x", "y");
    }

    /** Row 97 of the faults. */
    @Test
    void joiningTwiceAndLeavingTwiceTellNobodyASecondTime() {
        TextPeer a = join(peer(), "x");
        TextPeer b = join(peer(), "x");
        a.readBody();
        b.sendBody("{\"type\":\"join_room\",\"room\":\"x\"}");
        isQuiet(b);
        b.sendBody("{\"type\":\"leave_room\",\"room\":\"x\"}").sendBody("{\"type\":\"leave_room\",\"room\":\"x\"}");
        b.sendBody("{\"type\":\"leave_room\",\"room\":\"never joined\"}");
        isQuiet(b);
        assertThat(timed(a.readBody())).isEqualTo(moved("user_left", b.id(), "x"));
        isQuiet(a);
    }

    @Test
    @Tag("feature-61")
    void anUnknownTypeIsAnsweredAndAnErrorIsNot() {
        TextPeer a = peer();
        assertThat(a.sendBody("{\"type\":\"dance\"}").readBody())
                .isEqualTo("{\"type\":\"error\",\"message\":\"Unknown message type: dance\","
                        + "\"code\":\"MALFORMED_MESSAGE\",\"reason\":\"UNKNOWN_TYPE\"}");
        a.sendBody("{\"type\":\"error\",\"message\":\"x\",\"code\":\"TIMEOUT\"}");
        isQuiet(a);
    }

    /** Row 98 of the faults. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\u202eb", "\\u001b[31m", "a\\u200bb", ""})
    void roomsWhoseNamesHideSomethingAreRefused(String room) {
        TextPeer a = peer();
        assertThat(a.sendBody("{\"type\":\"join_room\",\"room\":\"" + room + "\"}")
                        .readBody())
                .contains("\"code\":\"INVALID_REQUEST\",\"reason\":\"BAD_NAME\"");
        assertThat(rooms.names()).isEmpty();
    }

    @Test
    void aBadLengthIsAnsweredAndEndsTheConnection() {
        TextPeer a = peer();
        assertThat(a.send("07\n").readBody())
                .startsWith("{\"type\":\"error\",\"message\":\"")
                .endsWith(",\"code\":\"MALFORMED_MESSAGE\",\"reason\":\"MALFORMED_LENGTH\"}");
        await().until(() -> rooms.members().isEmpty());
    }

    @Test
    void aBadBodyIsAnsweredAndTheSeventeenthEndsTheConnection() {
        TextPeer a = peer();
        for (int bad = 0; bad < 16; bad++) {
            assertThat(a.sendBody("{").readBody()).contains("\"reason\":\"MALFORMED_JSON\"");
        }
        isQuiet(a);
        a.sendBody("{");
        await().until(() -> rooms.members().isEmpty());
    }
}
