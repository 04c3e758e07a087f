package io.trunkline.server;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Two servers of one process whose brokers are joined: what one has not, the other may have. */
class BackplaneIT {
    private static final String ID = "11111111-1111-4111-8111-111111111111";
    private static final Route<String, String> SAY = Route.of("echo.say", String.class, String.class);

    private final Backplane backplane = Backplane.inProcess();
    private final Backplane.Node probe = backplane.join();
    private final List<TrunklineServer> servers = new ArrayList<>();
    private final List<BytePeer> peers = new ArrayList<>();

    @AfterEach
    void closeAll() {
        peers.forEach(BytePeer::close);
        servers.forEach(TrunklineServer::closeNow);
        NoThreadsLeft.check();
    }

    private TrunklineServer start(Consumer<TrunklineServer.Builder> wiring) {
        TrunklineServer.Builder builder = TrunklineServer.builder().listen(0).backplane(backplane);
        wiring.accept(builder);
        TrunklineServer server = builder.start();
        servers.add(server);
        return server;
    }

    private TrunklineServer start() {
        return start(builder -> {});
    }

    private BytePeer connect(TrunklineServer server) {
        BytePeer peer = BytePeer.connect(server.port());
        peers.add(peer);
        return peer;
    }

    /** Subscribes, and waits until other servers can know it. */
    private BytePeer subscribe(TrunklineServer server, String topic) {
        BytePeer peer = connect(server).subscribe("publish", topic);
        String seen = "publish." + topic.replace("#", "x").replace("+", "x");
        await().until(() -> probe.publish(seen, Payload.EMPTY));
        return peer;
    }

    private static String payload(String message) {
        return message.substring(message.indexOf('\n') + 1);
    }

    private static String header(String message) {
        return message.substring(0, message.indexOf('\n'));
    }

    @Test
    void aPublishReachesTheSubscribersOfAllServersOnceAndInOrder() {
        TrunklineServer left = start();
        TrunklineServer right = start();
        BytePeer here = subscribe(left, "news.a");
        BytePeer there = subscribe(right, "news.a");
        there.subscribe("publish", "news.+").subscribe("publish", "news.#");
        BytePeer publisher = connect(left);
        for (int i = 0; i < 500; i++) {
            publisher.send("publish:News.a:1.0.0\n" + i);
        }
        assertThat(publisher.exchange("publish:news.a:1.0.0:" + ID + "\n\"end\""))
                .isEqualTo("response:news.a:1.0.0:" + ID + "\n{\"status\":\"success\"}");
        for (BytePeer subscriber : List.of(here, there)) {
            for (int i = 0; i < 500; i++) {
                assertThat(payload(subscriber.receive())).isEqualTo("" + i);
            }
            assertThat(payload(subscriber.receive())).isEqualTo("\"end\"");
            subscriber.ping();
        }
    }

    @Test
    void aPublishThatIsWantedElsewhereOnlySucceedsAndOneThatNobodyWantsDoesNot() {
        TrunklineServer left = start();
        TrunklineServer right = start();
        BytePeer there = subscribe(right, "news.a");
        BytePeer publisher = connect(left);
        assertThat(publisher.exchange("publish:news.a:1.0.0:" + ID + "\n1"))
                .isEqualTo("response:news.a:1.0.0:" + ID + "\n{\"status\":\"success\"}");
        assertThat(payload(there.receive())).isEqualTo("1");
        left.publish("news.a", 2);
        assertThat(payload(there.receive())).isEqualTo("2");

        assertThat(publisher.exchange("publish:news.b:1.0.0:" + ID + "\n1")).contains("NO_ROUTE_FOUND");
        there.close();
        await().until(() -> !probe.publish("publish.news.a", Payload.EMPTY));
        assertThatThrownBy(() -> left.publish("news.a", 3))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NO_ROUTE_FOUND));
    }

    @Test
    void aRequestThatNobodyHereTakesIsAnsweredByAHandlerElsewhere() {
        TrunklineServer left = start();
        start(builder -> builder.handle(SAY, say -> say + " from elsewhere"));
        BytePeer caller = connect(left);
        assertThat(caller.exchange("request:Echo.say:1.0.0:" + ID + "\n\"hi\""))
                .isEqualTo("response:Echo.say:1.0.0:" + ID + "\n\"hi from elsewhere\"");
        String failure = caller.exchange("request:echo.say:2.0.0:" + ID + "\n\"hi\"");
        assertThat(failure).contains("VERSION_NOT_SUPPORTED", "1.0.0");
    }

    @Test
    void aHandlerHereGoesFirst() {
        TrunklineServer left = start(builder -> builder.handle(SAY, say -> say + " from here"));
        start(builder -> builder.handle(SAY, say -> say + " from elsewhere"));
        assertThat(payload(connect(left).exchange("request:echo.say:1.0.0:" + ID + "\n\"hi\"")))
                .isEqualTo("\"hi from here\"");
    }

    @Test
    void aRequestIsAnsweredByASubscriberElsewhereItsErrorsTooAndUnderTheCallersId() {
        TrunklineServer left = start();
        TrunklineServer right = start();
        BytePeer service = connect(right).subscribe("request", "math.+");
        BytePeer caller = connect(left);
        await().until(() -> answered(caller, service));

        caller.send("request:math.add:1.0.0:" + ID + "\n[1,2]");
        String asked = service.receive();
        assertThat(header(asked)).startsWith("request:math.add:1.0.0:").doesNotContain(ID);
        assertThat(payload(asked)).isEqualTo("[1,2]");
        service.send("response:math.add:1.0.0:" + header(asked).split(":")[3]
                + "\nerror:{\"code\":\"MINE\",\"message\":\"no\",\"timestamp\":1}");
        assertThat(caller.receive())
                .isEqualTo("response:math.add:1.0.0:" + ID
                        + "\nerror:{\"code\":\"MINE\",\"message\":\"no\",\"timestamp\":1}");
    }

    /** Asks until the subscription has crossed. */
    private static boolean answered(BytePeer caller, BytePeer service) {
        String id = UUID.randomUUID().toString();
        caller.send("request:math.neg:1.0.0:" + id + ":" + ":2000\n1");
        String answer = caller.receive();
        if (answer.contains("NO_ROUTE_FOUND")) {
            return false;
        }
        assertThat(answer).contains("TIMEOUT");
        assertThat(header(service.receive())).startsWith("request:math.neg:1.0.0:");
        return true;
    }

    @Test
    void aRequestThatNobodyTakesAnywhereIsRefusedAndDoesNotGoRound() {
        TrunklineServer left = start();
        start();
        start();
        assertThat(connect(left).exchange("request:echo.say:1.0.0:" + ID + "\n1"))
                .contains("NO_ROUTE_FOUND", "Nobody serves or subscribes to echo.say");
    }

    @Test
    void oneThatTakesTooLongElsewhereTimesOutHere() {
        CountDownLatch held = new CountDownLatch(1);
        TrunklineServer left = start();
        start(builder -> builder.handle(SAY, say -> {
            held.await();
            return say;
        }));
        try {
            assertThat(connect(left).exchange("request:echo.say:1.0.0:" + ID + "::100\n\"hi\""))
                    .contains("\"code\":\"TIMEOUT\"");
        } finally {
            held.countDown();
        }
    }

    @Test
    void aServerThatHasClosedIsAskedNoMore() {
        TrunklineServer left = start();
        TrunklineServer right = start(builder -> builder.handle(SAY, say -> say));
        BytePeer caller = connect(left);
        assertThat(payload(caller.exchange("request:echo.say:1.0.0:" + ID + "\n\"hi\"")))
                .isEqualTo("\"hi\"");
        right.close();
        assertThat(caller.exchange("request:echo.say:1.0.0:" + ID + "\n\"hi\"")).contains("NO_ROUTE_FOUND");
    }

    @Test
    void systemTopicsStayAtHome() {
        TrunklineServer left = start();
        TrunklineServer right = start();
        BytePeer watching = connect(right).subscribe("publish", "system.topic.subscribe");
        assertThat(watching.receive()).contains("\"topic\":\"system.topic.subscribe\"");
        connect(left).subscribe("publish", "news");
        watching.ping();
        probe.publish("publish.system.shutdown", Payload.ofText("\0publish:system.shutdown:1.0.0\n{}"));
        watching.ping();
    }

    @Test
    void strangeMessagesOfOthersAreIgnored() {
        TrunklineServer left = start();
        BytePeer subscriber = subscribe(left, "news");
        for (String strange :
                new String[] {"", "\0", "\0publish", "\0request:news:1.0.0\n1", "publish:news:1.0.0\n1"}) {
            probe.publish("publish.news", Payload.ofText(strange));
        }
        probe.publish("publish.news", Payload.ofText("\0publish:news:1.0.0\n\"ok\""));
        assertThat(payload(subscriber.receive())).isEqualTo("\"ok\"");
    }
}
