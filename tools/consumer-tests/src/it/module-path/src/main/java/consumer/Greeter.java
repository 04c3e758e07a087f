package consumer;

import io.trunkline.Route;
import io.trunkline.client.TrunklineClient;

/** A stranger's program: on the module path. */
public final class Greeter {
    public record Hello(String name) {}

    public record Greeting(String text) {}

    public static final Route<Hello, Greeting> GREET = Route.of("greeter.hello", Hello.class, Greeting.class);

    private Greeter() {}

    public static String greet(String host, int port, String name) {
        try (TrunklineClient client = TrunklineClient.connect(host, port)) {
            return client.request(GREET, new Hello(name)).text();
        }
    }
}
