package io.trunkline.testing.client;

import io.trunkline.Payload;
import io.trunkline.client.ClientObserver;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TrunklineClient;
import io.trunkline.transport.TrunklineRuntime;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.RuntimeCore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A process whose client is to go on while no file can be opened: prints its states and its rests, and sends a request for each
 * line of its input, until that ends.
 *
 * <p>Where classes lie in directories, each is a file to open: ours are all loaded before anything is taken.
 */
final class DescriptorlessClientMain {
    private static final String CLASS = ".class";

    private DescriptorlessClientMain() {}

    public static void main(String[] args) throws Exception {
        for (Class<?> each :
                List.of(Payload.class, TrunklineRuntime.class, TrunklineClient.class, DescriptorlessClientMain.class)) {
            load(each);
        }
        try (TrunklineRuntime runtime = TrunklineRuntime.builder().loops(1).build()) {
            EventLoop loop = RuntimeCore.of(runtime).nextLoop();
            try (TrunklineClient client = TrunklineClient.start(options(runtime, Integer.parseInt(args[0])))) {
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
                while (input.readLine() != null) {
                    CompletionStage<Payload> answer = client.requestAsync("echo", Payload.EMPTY);
                    answer.whenComplete((payload, error) -> say(error == null ? "answered" : "failed " + error));
                }
            }
            say("closed, selectors rebuilt: " + loop.selectorRebuilds());
        }
    }

    private static ClientOptions options(TrunklineRuntime runtime, int port) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", port)
                .runtime(runtime)
                .connectTimeout(Duration.ofSeconds(20))
                .requestTimeout(Duration.ofMinutes(2))
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMillis(50))
                        .maxDelay(Duration.ofMillis(200))
                        .build())
                .observer(new Telling())
                .build();
    }

    private static void say(String result) {
        System.out.println(ChildClient.RESULT + result);
    }

    /** Loads the classes of the package of one, and of those below, unless they come from a jar, which is open by now. */
    private static void load(Class<?> one) throws IOException, URISyntaxException {
        Path root =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!Files.isDirectory(root)) {
            return;
        }
        Path below = root.resolve(one.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.walk(below)) {
            files.map(root::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(CLASS) && !name.endsWith("-info" + CLASS))
                    .forEach(name -> load(name.substring(0, name.length() - CLASS.length()), one.getClassLoader()));
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Telling implements ClientObserver {
        @Override
        public void onState(ClientState from, ClientState to) {
            if (to == ClientState.READY || to == ClientState.RECONNECTING) {
                say(to.name());
            }
        }

        @Override
        public void onRetry(int attempt, Duration delay, Throwable why) {
            say("rest " + attempt + " " + why.getClass().getSimpleName() + ": " + why.getMessage());
        }
    }
}
