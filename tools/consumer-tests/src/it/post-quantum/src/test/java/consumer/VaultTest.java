package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.PostQuantum;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VaultTest {
    /** A throw-away pair of this test, self-signed, valid for a hundred years; the key is PKCS#1. */
    private static final Path CHAIN = Path.of("src/test/resources/chain.pem");

    private static final Path KEY = Path.of("src/test/resources/key.pem");

    @Test
    void postQuantumClientsAreServed() {
        try (TrunklineServer server = Vault.serve(CHAIN, KEY)) {
            assertEquals("of alice", Vault.ask(server.port(), CHAIN, PostQuantum.REQUIRE, "alice"));
            assertEquals("of bob", Vault.ask(server.port(), CHAIN, PostQuantum.PREFER, "bob"));
        }
    }

    @Test
    void classicClientsAreNot() {
        try (TrunklineServer server = Vault.serve(CHAIN, KEY)) {
            assertThrows(
                    RuntimeException.class, () -> Vault.ask(server.port(), CHAIN, PostQuantum.OFF, "mallory"));
        }
    }
}
