package io.trunkline.transport.internal;

import io.trunkline.transport.BindFailedException;
import io.trunkline.transport.PortInUseException;
import io.trunkline.transport.SocketOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What systems say, and what it is called here. Covers faults.md F19 and F20, features 99 and 100. */
class BinderTest {
    private final InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8081);

    @ParameterizedTest
    @ValueSource(strings = {"Address already in use", "Address already in use: bind"})
    @Tag("feature-99")
    @Tag("feature-109")
    void takenPortHasATypeOfItsOwn(String said) {
        BindFailedException failed = Binder.explain(loopback, new BindException(said));
        assertThat(failed)
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining(":8081")
                .hasMessageContaining("port is in use");
        assertThat(failed.address()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Permission denied", "Permission denied: bind", "Operation not permitted"})
    @Tag("feature-100")
    void missingPermissionIsNamedWithAWayOut(String said) {
        assertOther(new SocketException(said), loopback, "permission denied", "CAP_NET_BIND_SERVICE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot assign requested address",
                "Can't assign requested address",
                "Cannot assign requested: bind"
            })
    void addressOfAnotherMachineIsNamedWithAWayOut(String said) {
        assertOther(new BindException(said), loopback, "not one of this machine's", "0.0.0.0");
    }

    @Test
    void wantOfDescriptorsIsNamedWithAWayOut() {
        assertOther(new IOException("Too many open files"), loopback, "limit of open files", "ulimit -n");
        assertThat(Binder.isOutOfDescriptors(new IOException("Too many open files in system")))
                .isTrue();
        assertThat(Binder.isOutOfDescriptors(new IOException())).isFalse();
    }

    @Test
    void systemWithoutSharedPortsIsNamed() {
        assertOther(new UnsupportedOperationException("'SO_REUSEPORT' not supported"), loopback, "reusePort");
    }

    @Test
    void whatNobodyKnowsIsSaidInTheSystemsOwnWords() {
        assertOther(new IOException("No buffer space available"), loopback, "No buffer space available");
    }

    @Test
    void reasonInAnotherLanguageIsFoundFromTheAddressAndThePort() throws UnknownHostException {
        BindException said = new BindException("Die Adresse wird bereits verwendet");
        assertThat(Binder.explain(loopback, said)).isInstanceOf(PortInUseException.class);
        InetAddress foreign = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        assertOther(said, new InetSocketAddress(foreign, 8081), "not one of this machine's");
        assertOther(said, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1023), "permission denied");
    }

    @Test
    void nameThatCannotBeResolvedIsNotTried() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("no-such-host.invalid", 8081);
        assertThatThrownBy(() -> Binder.bind(unresolved, SocketOptions.DEFAULT))
                .isInstanceOf(BindFailedException.class)
                .hasMessageContaining("no-such-host.invalid:8081")
                .hasMessageContaining("cannot be resolved");
    }

    private static void assertOther(Exception said, InetSocketAddress address, String... words) {
        assertThat(Binder.explain(address, said))
                .isNotInstanceOf(PortInUseException.class)
                .hasMessageContaining(String.valueOf(address.getPort()))
                .hasMessageContainingAll(words)
                .hasCause(said);
    }
}
