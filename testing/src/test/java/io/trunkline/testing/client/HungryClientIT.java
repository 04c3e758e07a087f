package io.trunkline.testing.client;

import io.trunkline.Call;
import io.trunkline.Message;
import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Row F27 of the faults, in the client's process: without heap every call ends, and with it the client works again.
 *
 * <p>A class whose initialisation finds no memory is lost to its virtual machine for good, and no code of ours can mend that. So a
 * first round goes with memory, and the rounds without use what it has used: calls in every way, a lost connection, a new one.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HungryClientIT {
    private static final int ROUNDS = 3;

    private final AtomicReference<TrunklineServer> serving = new AtomicReference<>();

    @Test
    void everyCallEndsWithoutHeapAndTheClientWorksAgainWithIt() throws Exception {
        try (TrunklineServer server = TrunklineServer.builder()
                        .listen(0)
                        .handle("echo", (message, call) -> message.payload())
                        .handle("cut", this::cut)
                        .start();
                ChildClient child = start(server)) {
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(child.next()).as("round %s; %s", round, child).isEqualTo("works again");
            }
            assertThat(child.next()).isEqualTo("closed");
            assertThat(child.ends()).as("no thread keeps it").isTrue();
        }
    }

    private ChildClient start(TrunklineServer server) throws Exception {
        serving.set(server);
        return ChildClient.start(
                List.of("-Xmx32m", "-XX:+UseSerialGC"),
                HungryClientMain.class.getName(),
                String.valueOf(server.port()),
                String.valueOf(ROUNDS));
    }

    /** Ends the connection that asks for it, before it is answered. */
    private Object cut(Message message, Call call) {
        serving.get().connection(call.connectionId()).ifPresent(Connection::close);
        return message.payload();
    }
}
