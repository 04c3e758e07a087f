package io.trunkline.client.internal;

import io.trunkline.JsonMessage;
import io.trunkline.client.ClientOptions;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.Encoded;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a quiet client sends, by a clock that the test turns. */
class KeepAliveTest {
    private static final ClientOptions OPTIONS = ClientOptions.of("127.0.0.1", 1);
    private static final byte[] ENVELOPE = {0, 0, 0, 0, 0, 0, 0, 1};
    private static final byte[] TYPED = {0, 1, 0, 0, 0, 0, 0, 0};

    private final ManualLoop loop = new ManualLoop();

    @AfterEach
    void nothingIsLeftOnTheLoop() {
        loop.close();
    }

    private ManualConnection connect() {
        FrameProtocol<?> protocol = FrameProtocols.onLoop(FrameFormat.raw(), OPTIONS, Runnable::run);
        return new ManualConnection(loop, ConnectionSettings.DEFAULT, protocol.logic(c -> frame -> {}));
    }

    private static KeepAlive begun(KeepAliveFrame frame, ManualConnection on) {
        return Objects.requireNonNull(frame.keep(on.connection()), "the format has a frame for it");
    }

    @Test
    @Tag("feature-205")
    void eightBytesLeaveAfter30SecondsOfSilenceAndAgain() {
        ManualConnection quiet = connect();
        KeepAlive alive = begun(KeepAliveFrame.of(FrameFormat.envelope(), OPTIONS), quiet);
        loop.advance(Duration.ofSeconds(15));
        loop.advance(Duration.ofMillis(14_999));
        assertThat(quiet.socket().taken()).isEmpty();
        loop.advance(Duration.ofMillis(1));
        loop.turn();
        assertThat(quiet.socket().taken()).isEqualTo(ENVELOPE);
        for (int i = 0; i < 3; i++) {
            loop.advance(Duration.ofSeconds(15));
        }
        loop.turn();
        assertThat(quiet.socket().taken())
                .as("and again, within 45 s of the last")
                .hasSize(16);
        alive.stop();
        quiet.close();
    }

    @Test
    @Tag("feature-205")
    void aClientThatSendsNeedsNone() {
        ManualConnection busy = connect();
        KeepAlive alive = begun(KeepAliveFrame.of(FrameFormat.envelope(), OPTIONS), busy);
        for (int i = 0; i < 10; i++) {
            busy.connection().write(new Encoded(new byte[1]));
            loop.turn();
            loop.advance(Duration.ofSeconds(15));
        }
        assertThat(busy.socket().taken()).hasSize(10);
        alive.stop();
        busy.close();
    }

    @Test
    void messagesInEnvelopesAreKeptAliveTooAndNothingElseIs() {
        ManualConnection connection = connect();
        KeepAlive json = begun(KeepAliveFrame.of(JsonMessage.in(FrameFormat.envelope()), OPTIONS), connection);
        json.stop();
        KeepAlive frames = begun(KeepAliveFrame.of(FrameFormat.envelopeFrames(), OPTIONS), connection);
        frames.stop();
        assertThat(KeepAliveFrame.of(FrameFormat.lengthPrefixed(), OPTIONS).keep(connection.connection()))
                .isNull();
        assertThat(KeepAliveFrame.of(FrameFormat.typed(), OPTIONS).keep(connection.connection()))
                .isNull();
        connection.close();
    }

    @Test
    void typedHeartbeatsAreSentOnRequest() {
        ManualConnection connection = connect();
        ClientOptions asked = OPTIONS.toBuilder().typedHeartbeats().build();
        KeepAliveFrame frame = KeepAliveFrame.of(FrameFormat.typed(), asked);
        KeepAlive alive = begun(frame, connection);
        loop.advance(Duration.ofSeconds(15));
        loop.advance(Duration.ofSeconds(15));
        loop.turn();
        assertThat(connection.socket().taken()).isEqualTo(TYPED);
        assertThat(frame.isAnswered()).isTrue();
        alive.stop();
        connection.close();
    }
}
