package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trunkline.server.TrunklineServer;
import org.junit.jupiter.api.Test;

class GreeterTest {
    @Test
    void runsInNamedModules() {
        assertEquals("consumer", Greeter.class.getModule().getName());
        assertEquals("io.trunkline.server", TrunklineServer.class.getModule().getName());
    }

    @Test
    void talksToAServer() {
        try (TrunklineServer server = TrunklineServer.builder()
                .listen(0)
                .handle(Greeter.GREET, hello -> new Greeter.Greeting("Hello, " + hello.name()))
                .start()) {
            assertEquals("Hello, stranger", Greeter.greet("localhost", server.port(), "stranger"));
        }
    }
}
