package io.trunkline.server;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.idOf;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("feature-79")
class AuditIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private BytePeer watcher() {
        fixture.start(server -> server.listen(0)
                .admission(Admission.builder()
                        .permissions(Permissions.builder()
                                .everyone(rules -> rules.everything().subscribe("system.message"))
                                .build())
                        .build()));
        return fixture.connect().subscribe("publish", "System.Message");
    }

    private static String audited(BytePeer watcher) {
        String event = watcher.receive();
        assertThat(event).startsWith("publish:system.message:1.0.0\n{\"timestamp\":\"");
        return payloadOf(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system.message", "SYSTEM.message", "sYsTeM.MeSsAgE"})
    @Tag("feature-93")
    void nobodyMayWatchWithoutAPermissionInWhateverCase(String topic) {
        fixture.start(server -> server.listen(0));
        assertThat(fixture.connect()
                        .exchange("request:System.Topic.Subscribe:1.0.0:" + id(1)
                                + "\n{\"action\":\"publish\",\"topic\":\"" + topic + "\"}"))
                .contains("\"FORBIDDEN\"");
    }

    @Test
    void requestIsShownOnItsWayInAndOutAndSoIsItsAnswer() {
        BytePeer watcher = watcher();
        BytePeer target = fixture.connect().subscribe("request", "svc");
        BytePeer caller = fixture.connect();
        caller.send("request:svc:1.2.0:" + id(1) + ":" + id(2) + ":40000\n{\"a\":1}");
        String forwarded = target.receive();
        target.send("response:svc:1.2.0:" + idOf(forwarded) + "\nplain text");
        assertThat(audited(watcher))
                .contains("\"from\":\"" + caller.id() + "\"", "\"timeout\":40000", "\"payload\":{\"a\":1}")
                .contains("\"action\":\"request\"", "\"topic\":\"svc\"", "\"version\":\"1.2.0\"")
                .contains("\"requestId\":\"" + id(1) + "\"", "\"parentRequestId\":\"" + id(2) + "\"")
                .doesNotContain("maskedId", "\"to\"");
        assertThat(audited(watcher))
                .contains("\"to\":\"" + target.id() + "\"", "\"maskedId\":\"" + id(1) + "\"")
                .contains("\"requestId\":\"" + idOf(forwarded) + "\"")
                .doesNotContain("\"from\"");
        assertThat(audited(watcher))
                .contains("\"from\":\"" + target.id() + "\"", "\"action\":\"response\"", "\"payload\":\"plain text\"");
        assertThat(audited(watcher))
                .contains("\"to\":\"" + caller.id() + "\"", "\"requestId\":\"" + id(1) + "\"")
                .contains("\"maskedId\":\"" + idOf(forwarded) + "\"");
    }

    @Test
    void publishIsShownOnceForItsSenderAndOncePerSubscriber() {
        BytePeer watcher = watcher();
        BytePeer subscriber = fixture.connect().subscribe("publish", "n");
        BytePeer sender = fixture.connect();
        sender.sendBytes(sender.frame(0, binary("publish:n:1.0.0\n", (byte) 0xff)));
        assertThat(audited(watcher)).contains("\"from\":\"" + sender.id() + "\"", "{\"base64\":\"/w==\"}");
        assertThat(audited(watcher)).contains("\"to\":\"" + subscriber.id() + "\"");
        sender.send("publish:n:1.0.0\n" + "x".repeat(70_000));
        assertThat(audited(watcher)).contains("\"omittedBytes\":70000");
        assertThat(audited(watcher)).contains("\"to\":\"" + subscriber.id() + "\"");
    }

    private static byte[] binary(String head, byte end) {
        byte[] text = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(text, text.length + 1);
        all[text.length] = end;
        return all;
    }

    @Test
    void eventsOfTheAuditAndMessagesToTheBrokerItselfAreNotShown() {
        BytePeer watcher = watcher();
        BytePeer second = fixture.connect().subscribe("publish", "system.message");
        assertThat(second.exchange("request:system.topic.list:1.0.0:" + id(1) + "\n{}"))
                .contains("topics");
        second.ping();
        fixture.connect().send("publish:nobody:1.0.0\n{}");
        assertThat(audited(watcher)).contains("\"topic\":\"nobody\"");
        assertThat(audited(second)).contains("\"topic\":\"nobody\"");
        watcher.ping();
    }
}
