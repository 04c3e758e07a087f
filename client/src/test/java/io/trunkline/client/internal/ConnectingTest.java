package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.transport.internal.ConnectionSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ConnectingTest {
    @Test
    void handshakeMayTakeAsLongAsTheWholeConnect() {
        Duration patience = Duration.ofSeconds(20);

        ConnectionSettings settings = Connecting.settings(ClientOptions.builder()
                .endpoint("localhost", 8443)
                .connectTimeout(patience)
                .build());

        assertThat(settings.handshakeTimeout()).isEqualTo(patience);
    }
}
