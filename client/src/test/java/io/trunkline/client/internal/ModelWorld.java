package io.trunkline.client.internal;

import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.TrunklineException;
import io.trunkline.client.CallOptions;
import io.trunkline.client.ClientObserver;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.ServeOptions;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.client.WhileDisconnected;
import io.trunkline.codec.internal.json.DefaultCodec;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.TrunklineRuntime;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.internal.WorkerRelay;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A whole client on a loop that is turned by hand, and the brokers at its other ends. Caller-confined. */
final class ModelWorld implements AutoCloseable, ActiveSubscription.Owner {
    static final Route<Integer, Integer> ONCE = Route.of("once", Integer.class, Integer.class);
    static final Route<Integer, Integer> OFTEN =
            Route.of("often", Integer.class, Integer.class).idempotent();
    private static final Topic<Integer> CONFIRMED = Topic.of("confirmed", Integer.class);
    private static final Topic<Integer> ONE_WAY = Topic.of("oneway", Integer.class);

    private record Dial(CompletableFuture<TcpConnection> future, Supplier<? extends ConnectionLogic> logic) {}

    final ManualLoop loop = new ManualLoop();
    final List<ModelPeer> peers = new ArrayList<>();
    final List<ModelCall> calls = new ArrayList<>();

    /** What the brokers have seen of calls, in the order in which it came. */
    final List<ModelPeer.Seen> arrived = new ArrayList<>();

    final List<ActiveSubscription<?>> subscriptions = new ArrayList<>();
    final List<ClientState> states = new ArrayList<>(List.of(ClientState.CONNECTING));
    final Requests requests;
    final ClientLifecycle lifecycle;
    private final ClientOptions options;
    private final ClientParts parts;
    private final CallFactory factory;
    private final OneWayPublishes publishes;
    private final List<Dial> dials = new ArrayList<>();
    private final Completions completions = new Completions(this, null);
    private final MemoryBudget memory = new MemoryBudget(1 << 30);

    ModelWorld(TrunklineRuntime threads, int connections, WhileDisconnected whileDisconnected) {
        options = ClientOptions.builder()
                .endpoint("broker.example.org", 8081)
                .runtime(threads)
                .connectTimeout(Duration.ofSeconds(1))
                .requestTimeout(Duration.ofSeconds(2))
                .connections(connections)
                .whileDisconnected(whileDisconnected)
                .offlinePublishes(1_000)
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMillis(20))
                        .maxDelay(Duration.ofMillis(500))
                        .jitter(false)
                        .build())
                .build();
        ClientObserver observer = new ClientObserver() {
            @Override
            public void onState(ClientState from, ClientState to) {
                if (states.get(states.size() - 1) != from) {
                    throw new AssertionError(states + ", then from " + from + " to " + to);
                }
                states.add(to);
            }
        };
        parts = new ClientParts(
                "model",
                ClientThreads.of(options),
                new Gate(10_000, 1_000),
                new ClientWatch("model", observer, Runnable::run),
                new SubscriptionRegistry(),
                new ServedRoutes((topic, error) -> {}),
                Optional.of(new ServiceName("model", "")));
        Unsent unsent = new Unsent() {
            @Override
            public <R> boolean take(AsyncCall<R> call, RuntimeException why) {
                return requests.take(call, why);
            }
        };
        SessionSettings settings =
                SessionSettings.of(options, completions, Runnable::run, Runnable::run, parts.served(), unsent);
        lifecycle = new ClientLifecycle(
                parts,
                new ClientLinks.Parts(options, loop::loop, this::dial, settings, parts.subscriptions(), Runnable::run));
        requests = new Requests(options, parts, lifecycle, settings);
        factory = new CallFactory(DefaultCodec.get(), options);
        publishes = new OneWayPublishes(factory, parts, lifecycle, true);
        lifecycle.start();
        loop.runUntilIdle();
    }

    private CompletableFuture<TcpConnection> dial(
            EventLoop on, Endpoint endpoint, Duration timeout, Supplier<? extends ConnectionLogic> logic) {
        CompletableFuture<TcpConnection> future = new CompletableFuture<>();
        dials.add(new Dial(future, logic));
        return future;
    }

    /** Lets the oldest attempt to connect succeed; null if there is none that anybody waits for. */
    @Nullable
    ModelPeer openDial() {
        while (!dials.isEmpty()) {
            Dial dial = dials.remove(0);
            if (dial.future().isDone()) {
                continue;
            }
            ManualConnection connection = new ManualConnection(
                    loop,
                    new ConnectionSettings(options.socket(), options.outbound()),
                    dial.logic().get());
            ModelPeer peer = new ModelPeer(connection);
            peers.add(peer);
            dial.future().complete(connection.connection());
            loop.runUntilIdle();
            return peer;
        }
        return null;
    }

    void failDial() {
        failDials("by chance", null);
    }

    /** Lets every attempt fail; counts them. */
    int failDials(String problem, @Nullable Throwable cause) {
        int failed = 0;
        while (!dials.isEmpty()) {
            Dial dial = dials.remove(0);
            failed += dial.future().isDone() ? 0 : 1;
            dial.future()
                    .completeExceptionally(new ConnectFailedException(options.endpoint(), problem, Map.of(), cause));
        }
        return failed;
    }

    /** A connection that is up, with everything answered. */
    ModelPeer connected() {
        ModelPeer peer = openDial();
        if (peer == null) {
            throw new AssertionError("nobody wants to connect");
        }
        peer.greet();
        settle();
        return peer;
    }

    /** Turns until nothing moves any more, with brokers that answer everything. */
    void settle() {
        for (int i = 0; i < 20; i++) {
            loop.runUntilIdle();
            look();
            peers.forEach(ModelPeer::answerAll);
        }
    }

    void look() {
        for (ModelPeer peer : peers) {
            for (ModelPeer.Seen seen : peer.look()) {
                if (!seen.isSystem() && !seen.action().equals("response")) {
                    arrived.add(seen);
                }
            }
        }
    }

    ModelCall request(Route<Integer, Integer> route, Duration timeout) {
        int number = calls.size();
        CallTerms<Integer> terms =
                factory.request(route, number, CallOptions.defaults().timeout(timeout));
        return add(() -> requests.async(terms, route.isIdempotent()), true);
    }

    ModelCall confirm() {
        CallTerms<Void> terms = factory.publish(CONFIRMED, calls.size());
        return add(() -> requests.async(terms, false), false);
    }

    /** What would be thrown counts as the end of a call, too. */
    private ModelCall add(Supplier<CompletableFuture<?>> asked, boolean echoes) {
        int number = calls.size();
        CompletableFuture<?> future;
        try {
            future = asked.get();
        } catch (TrunklineException refused) {
            future = CompletableFuture.failedFuture(refused);
        }
        ModelCall call = new ModelCall(future, number, echoes);
        calls.add(call);
        return call;
    }

    /** Whether it was taken, be it for later. */
    boolean publish(int number) {
        try {
            publishes.publish(ONE_WAY, number);
            return true;
        } catch (TrunklineException refused) {
            return false;
        }
    }

    void subscribe(String pattern) {
        ActiveSubscription<?> subscription = new ActiveSubscription<>(
                pattern, EventBinder.toMessages(), event -> {}, SubscribeOptions.defaults(), this);
        parts.subscriptions().add(subscription);
        subscriptions.add(subscription);
    }

    void serve() {
        Route<Integer, Integer> route = Route.of("served", Integer.class, Integer.class);
        parts.served()
                .add(new ServedRoute<>(
                        route,
                        (number, call) -> number,
                        ServeOptions.defaults(),
                        DefaultCodec.get(),
                        new Confirmation(Runnable::run, Runnable::run),
                        parts.served()::remove));
    }

    int waiting() {
        return parts.gate().waiting();
    }

    /** What the loop will look at some time. */
    int deadlines() {
        return loop.loop().deadlineCount();
    }

    int inFlight() {
        return lifecycle.links().sessions().stream()
                .mapToInt(session -> session.calls().inFlight())
                .sum();
    }

    /** Closes what is left, and fails if the client has left a deadline or a connection on the loop. */
    @Override
    public void close() {
        lifecycle.closeNow();
        loop.runUntilIdle();
        peers.forEach(ModelPeer::close);
        loop.close();
    }

    @Override
    public void cancelled(ActiveSubscription<?> subscription) {
        parts.subscriptions().remove(subscription);
    }

    @Override
    public void overflowed(ActiveSubscription<?> subscription) {}

    @Override
    public void dropped(ActiveSubscription<?> subscription) {}

    @Override
    public WorkerRelay receivers(EventLoop of) {
        return new WorkerRelay(of, Runnable::run, 1);
    }

    @Override
    public Executor workers() {
        return Runnable::run;
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    @Override
    public void complete(Runnable completion) {
        completion.run();
    }
}
