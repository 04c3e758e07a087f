package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.server.apps.ChatRooms;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The chat of the older documents, byte for byte but for the time (SPEC.md section 6.2). */
@Tag("feature-181")
class ChatRoomsIT {
    private static final String TIME = "\"timestamp\":TIME";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final Rooms<JsonMessage> rooms = Rooms.create();

    @BeforeEach
    void start() {
        fixture.start(
                server -> server.listen(0, JsonMessage.in(FrameFormat.lengthPrefixed()), ChatRooms.create(rooms)));
    }

    private BytePeer peer() {
        int before = rooms.members().size();
        BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
        await().until(() -> rooms.members().size() == before + 1);
        return peer;
    }

    private BytePeer login(String nickname) {
        BytePeer peer = peer();
        assertThat(peer.exchange("{\"type\":\"login\",\"nickname\":\"" + nickname + "\"}"))
                .isEqualTo("{\"type\":\"login_success\",\"clientId\":\"" + peer.id() + "\",\"message\":\"Welcome, "
                        + nickname + "!\"}");
        return peer;
    }

    private static String timed(String message) {
        return message.replaceAll("\"timestamp\":\\d{13}(?=[,}])", TIME);
    }

    private static String joining(String room) {
        return "{\"type\":\"join_room\",\"room\":\"" + room + "\"}";
    }

    private static String moved(String type, String nickname, String how) {
        return "{\"type\":\"" + type + "\",\"nickname\":\"" + nickname + "\",\"message\":\"" + nickname + " " + how
                + " the room\"}";
    }

    private static String joined(String room, String users) {
        return "{\"type\":\"room_joined\",\"room\":\"" + room + "\",\"users\":[" + users + "]}";
    }

    @Test
    @Tag("feature-44")
    @Tag("feature-45")
    void pingIsAnsweredWithTheTime() {
        assertThat(timed(peer().exchange("{\"type\":\"ping\"}"))).isEqualTo("{\"type\":\"pong\"," + TIME + "}");
    }

    @Test
    @Tag("feature-46")
    void chatGoesToEveryoneElseWithAllThatItHad() {
        BytePeer ann = peer();
        BytePeer bob = peer();
        BytePeer cid = peer();
        String said = "{\"type\":\"chat\", \"text\":\"hi \u00e9\",\"n\":9007199254740993,\"more\":{\"a\":[1,null]}}";
        ann.send(said);
        assertThat(bob.receive()).isEqualTo(said);
        assertThat(cid.receive()).isEqualTo(said);
        assertThat(timed(ann.exchange("{\"type\":\"ping\"}"))).contains("pong");
    }

    @Test
    @Tag("feature-47")
    @Tag("feature-48")
    @Tag("feature-49")
    @Tag("feature-50")
    @Tag("feature-51")
    @Tag("feature-53")
    void joiningTellsTheRoomAndLeavesTheOneBefore() {
        BytePeer ann = login("Ann");
        BytePeer bob = login("Bob");
        assertThat(ann.exchange(joining("red"))).isEqualTo(joined("red", "\"Ann\""));
        assertThat(bob.exchange(joining("red"))).isEqualTo(joined("red", "\"Ann\",\"Bob\""));
        assertThat(ann.receive()).isEqualTo(moved("user_joined", "Bob", "joined"));

        assertThat(bob.exchange(joining("blue"))).isEqualTo(joined("blue", "\"Bob\""));
        assertThat(ann.receive()).isEqualTo(moved("user_left", "Bob", "left"));
        assertThat(rooms.names()).containsExactlyInAnyOrder("red", "blue");
    }

    @Test
    @Tag("feature-52")
    @Tag("feature-54")
    void roomMessagesGoToTheOthersInTheRoomAndNobodyElse() {
        BytePeer ann = login("Ann");
        BytePeer bob = login("Bob");
        BytePeer cid = login("Cid");
        ann.exchange(joining("red"));
        bob.exchange(joining("red"));
        ann.receive();
        ann.send("{\"type\":\"chat_message\",\"message\":\"h\u00e9llo\"}");
        assertThat(timed(bob.receive()))
                .isEqualTo("{\"type\":\"chat_message\",\"from\":\"Ann\",\"message\":\"h\\u00E9llo\"," + TIME + "}");

        bob.send("{\"type\":\"leave_room\"}");
        assertThat(ann.receive()).isEqualTo(moved("user_left", "Bob", "left"));
        ann.send("{\"type\":\"chat_message\",\"message\":\"alone\"}");
        bob.send("{\"type\":\"chat_message\",\"message\":\"outside\"}");
        for (BytePeer peer : new BytePeer[] {ann, bob, cid}) {
            assertThat(peer.exchange("{\"type\":\"ping\"}")).contains("pong");
        }
    }

    @Test
    @Tag("feature-55")
    void privateMessagesGoToWhoeverIsCalledSo() {
        BytePeer ann = login("Ann");
        BytePeer bob = login("Bob");
        BytePeer other = login("Bob");
        ann.send("{\"type\":\"private_message\",\"to\":\"Bob\",\"message\":{\"a\":1}}");
        String got = "{\"type\":\"private_message\",\"from\":\"Ann\",\"message\":{\"a\":1}," + TIME + "}";
        assertThat(timed(bob.receive())).isEqualTo(got);
        assertThat(timed(other.receive())).isEqualTo(got);

        bob.exchange("{\"type\":\"login\",\"nickname\":\"Rob\"}");
        other.close();
        await().until(() -> rooms.members().size() == 2);
        assertThat(ann.exchange("{\"type\":\"private_message\",\"to\":\"Bob\",\"message\":1}"))
                .contains("\"type\":\"error\"", "\"code\":\"NO_ROUTE_FOUND\"");
    }

    @Test
    void anEndIsToldLikeLeaving() {
        BytePeer ann = login("Ann");
        BytePeer bob = login("Bob");
        ann.exchange(joining("red"));
        bob.exchange(joining("red"));
        ann.receive();
        bob.reset();
        assertThat(ann.receive()).isEqualTo(moved("user_left", "Bob", "left"));
        ann.close();
        await().until(() -> rooms.names().isEmpty() && rooms.members().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"join_room\",\"room\":\"red\"}",
                "{\"type\":\"chat_message\",\"message\":\"x\"}",
                "{\"type\":\"private_message\",\"to\":\"Ann\",\"message\":\"x\"}"
            })
    void nothingIsSaidBeforeLogin(String early) {
        assertThat(peer().exchange(early))
                .isEqualTo("{\"type\":\"error\",\"message\":\"Log in first\",\"code\":\"INVALID_REQUEST\"}");
    }

    /** Row 98 of the faults. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\u202eb", "\\u001b[31m", "a\\u200bb", "a\\nb", ""})
    void namesThatHideSomethingAreRefused(String name) {
        BytePeer peer = peer();
        assertThat(peer.exchange("{\"type\":\"login\",\"nickname\":\"" + name + "\"}"))
                .contains("\"code\":\"INVALID_REQUEST\",\"reason\":\"BAD_NAME\"");
        peer.exchange("{\"type\":\"login\",\"nickname\":\"Ann\"}");
        assertThat(peer.exchange(joining(name))).contains("\"code\":\"INVALID_REQUEST\",\"reason\":\"BAD_NAME\"");
        assertThat(rooms.names()).isEmpty();
    }

    @Test
    void whatIsNoUseIsAnsweredAndTheConnectionLives() {
        BytePeer peer = login("Ann");
        assertThat(peer.exchange("{\"type\":"))
                .contains("\"type\":\"error\"", "\"code\":\"MALFORMED_MESSAGE\",\"reason\":\"MALFORMED_JSON\"");
        assertThat(peer.exchange("[1]")).contains("\"reason\":\"MALFORMED_JSON\"");
        assertThat(peer.exchange("{\"type\":\"join_room\",\"room\":7}"))
                .isEqualTo("{\"type\":\"error\",\"message\":\"'room' is missing, or no text\","
                        + "\"code\":\"INVALID_REQUEST\",\"reason\":\"INVALID_PAYLOAD\"}");
        peer.send("{\"type\":\"dance\"}").send("{\"type\":\"error\"}").send("{}");
        assertThat(peer.exchange("{\"type\":\"ping\"}")).contains("pong");
    }

    @Test
    void aBadFrameIsAnsweredBehindWhatCameBeforeAndEndsTheConnection() {
        BytePeer peer = peer();
        peer.send("{\"type\":\"ping\"}").sendBytes(new byte[] {0, 0x10, 0, 1});
        assertThat(peer.receive()).contains("pong");
        assertThat(peer.receive())
                .startsWith("{\"type\":\"error\",\"message\":\"")
                .endsWith(",\"code\":\"PAYLOAD_TOO_LARGE\",\"reason\":\"FRAME_TOO_LARGE\"}");
        peer.expectClosed();
    }

    @Test
    void whatWouldNotFitAFrameWhenPassedOnIsRefused() {
        BytePeer ann = login("Ann");
        BytePeer bob = login("Bob");
        ann.exchange(joining("red"));
        bob.exchange(joining("red"));
        ann.receive();
        int room = 1_048_576 - "{\"type\":\"chat_message\",\"message\":\"\"}".length();
        assertThat(ann.exchange("{\"type\":\"chat_message\",\"message\":\"" + "x".repeat(room) + "\"}"))
                .contains("\"code\":\"PAYLOAD_TOO_LARGE\"");
        assertThat(bob.exchange("{\"type\":\"ping\"}")).contains("pong");
    }
}
