package consumer;

import io.trunkline.Route;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.TlsOptions;
import java.nio.file.Path;

/** A stranger's program whose traffic nobody shall read in twenty years either. */
public final class Vault {
    public record Question(String name) {}

    public record Secret(String text) {}

    public static final Route<Question, Secret> OPEN = Route.of("vault.open", Question.class, Secret.class);

    private Vault() {}

    /** The key may be in the form that openssl wrote ten years ago. */
    public static TrunklineServer serve(Path chain, Path key) {
        TlsOptions tls = TlsOptions.builder()
                .certificate(chain, key)
                .postQuantum(PostQuantum.REQUIRE)
                .build();
        return TrunklineServer.builder()
                .listen(ListenOptions.builder().port(0).tls(tls).build())
                .handle(OPEN, question -> new Secret("of " + question.name()))
                .start();
    }

    public static String ask(int port, Path authority, PostQuantum mode, String name) {
        TlsOptions tls =
                TlsOptions.builder().trust(authority).postQuantum(mode).build();
        ClientOptions options =
                ClientOptions.builder().endpoint("localhost", port).tls(tls).build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            return client.request(OPEN, new Question(name)).text();
        }
    }
}
