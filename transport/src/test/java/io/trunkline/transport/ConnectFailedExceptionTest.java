package io.trunkline.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectFailedExceptionTest {
    private static final Endpoint ENDPOINT = new Endpoint("localhost", 7400);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7400);

    @Test
    void everyAddressIsNamedWithItsCause() {
        ConnectFailedException failed = new ConnectFailedException(
                ENDPOINT, "no address answered", Map.of(ADDRESS, new IOException("Connection refused")), null);

        assertThat(failed).hasMessageContaining("localhost:7400").hasMessageContaining(":7400: Connection refused");
        assertThat(failed.isRetryable()).isTrue();
    }

    @Test
    void travelsBetweenProcessesWithoutItsAttempts() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ConnectFailedException(ENDPOINT, "no", Map.of(ADDRESS, new IOException("x")), null));
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ConnectFailedException back = (ConnectFailedException) in.readObject();
            assertThat(back.endpoint()).isEqualTo(ENDPOINT);
            assertThat(back.attempts()).isEmpty();
        }
    }
}
