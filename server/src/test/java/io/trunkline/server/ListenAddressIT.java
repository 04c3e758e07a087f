package io.trunkline.server;

import io.trunkline.codec.FrameFormat;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Where a listener can be reached. */
@Tag("feature-114")
class ListenAddressIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private void start(ListenOptions listen) {
        assumeTrue(
                System.getProperty("os.name").startsWith("Linux"), "only Linux has all of 127.0.0.0/8 from the start");
        fixture.start(
                server -> server.listen(listen, FrameFormat.raw(), connection -> frame -> connection.send(frame)));
    }

    private void expectEcho(String host) throws IOException {
        try (Socket peer =
                new Socket(InetAddress.getByName(host), fixture.server().port())) {
            peer.setSoTimeout(20_000);
            peer.getOutputStream().write('x');
            assertThat(peer.getInputStream().read()).as(host).isEqualTo('x');
        }
    }

    private void expectNobody(String host) {
        assertThatThrownBy(() -> expectEcho(host)).as(host).isInstanceOf(ConnectException.class);
    }

    @Test
    void theAddressThatIsBoundIsTheOnlyOne() throws IOException {
        start(ListenOptions.builder()
                .port(0)
                .address(InetAddress.getByName("127.0.0.2"))
                .build());
        expectEcho("127.0.0.2");
        expectNobody("127.0.0.1");
    }

    @Test
    void withoutAnAddressItIsLoopback() throws IOException {
        start(ListenOptions.of(0));
        expectEcho("127.0.0.1");
        expectNobody("127.0.0.2");
    }

    @Test
    void anyAddressIsEveryOne() throws IOException {
        start(ListenOptions.builder().port(0).anyAddress().build());
        expectEcho("127.0.0.1");
        expectEcho("127.0.0.2");
    }
}
