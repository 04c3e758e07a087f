package io.trunkline.client.internal;

import io.trunkline.CallHandler;
import io.trunkline.Delivery;
import io.trunkline.Handler;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.Receiver;
import io.trunkline.RequestInterruptedException;
import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.TrunklineException;
import io.trunkline.client.CallOptions;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.ClientStats;
import io.trunkline.client.ServeOptions;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.client.Subscription;
import io.trunkline.client.TrunklineClient;
import io.trunkline.codec.internal.json.DefaultCodec;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.WorkerRelay;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The client that users hold: turns their calls into messages of the session of the moment.
 *
 * <p>Thread-safe. What a call goes over is {@link Requests}' business, how long the client lives {@link ClientLifecycle}'s.
 */
final class BrokerClient implements TrunklineClient, ActiveSubscription.Owner {
    private final ClientOptions options;
    private final CallFactory factory;
    private final Executor workers;
    private final RuntimeCore core;
    private final Completions completions;
    private final ClientParts parts;
    private final ClientLifecycle lifecycle;
    private final Requests requests;
    private final OneWayPublishes publishes;
    private final PayloadCodec codec;

    BrokerClient(ClientOptions options, ClientThreads threads) {
        this.options = options;
        codec = options.payloadCodec().orElseGet(DefaultCodec::get);
        factory = new CallFactory(codec, options);
        workers = new PatientWorkers(threads.core(), this);
        core = threads.core();
        completions = new Completions(this, options.callbacks().orElse(null));
        String name = options.endpoints().stream().map(Endpoint::toString).collect(Collectors.joining(","));
        ClientWatch watch = new ClientWatch(name, options.observer().orElse(null), workers);
        Gate gate = new Gate(options.outbound().cap(), options.offlinePublishes());
        parts = new ClientParts(
                name,
                threads,
                gate,
                watch,
                new SubscriptionRegistry(watch::restoreFailed),
                new ServedRoutes(watch::restoreFailed),
                options.serviceName()
                        .map(service -> new ServiceName(
                                service, options.serviceDescription().orElse(""))));
        SessionSettings settings = SessionSettings.of(
                options,
                completions,
                workers,
                task -> threads.core().workers().execute(() -> Callbacks.run(this, task)),
                parts.served(),
                new Unsent() {
                    @Override
                    public <R> boolean take(AsyncCall<R> call, RuntimeException why) {
                        return requests.take(call, why);
                    }
                });
        lifecycle = new ClientLifecycle(
                parts,
                new ClientLinks.Parts(
                        options,
                        threads.core()::nextLoop,
                        threads.connector(new OutboundDrops(watch))::connect,
                        settings,
                        parts.subscriptions(),
                        threads.core().workers()));
        requests = new Requests(options, parts, lifecycle, settings);
        publishes = new OneWayPublishes(factory, parts, lifecycle, options.offlinePublishes() > 0);
    }

    /** Begins to connect, and waits for nothing. */
    void start() {
        lifecycle.start();
    }

    /** Connects; blocks until the broker is ready, or the first attempt has failed. */
    void open() {
        try {
            Failures.await(lifecycle.connect());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException("interrupted while connecting to " + parts.name(), Delivery.NOT_SENT);
        }
    }

    @Override
    public <Q, R> R request(Route<Q, R> route, Q request) {
        return request(route, request, CallOptions.defaults());
    }

    @Override
    public <Q, R> R request(Route<Q, R> route, Q request, CallOptions callOptions) {
        Blocking.assertNotOnLoop("request");
        R answer = requests.block(factory.request(route, request, callOptions), route.isIdempotent());
        return Objects.requireNonNull(answer, "a codec never makes null");
    }

    @Override
    public Payload request(String topic, Object request) {
        return request(Route.of(topic), request);
    }

    @Override
    public <Q, R> CompletableFuture<R> requestAsync(Route<Q, R> route, Q request) {
        return requestAsync(route, request, CallOptions.defaults());
    }

    @Override
    public <Q, R> CompletableFuture<R> requestAsync(Route<Q, R> route, Q request, CallOptions callOptions) {
        return async(() -> factory.request(route, request, callOptions), route.isIdempotent());
    }

    @Override
    public CompletableFuture<Payload> requestAsync(String topic, Object request) {
        return requestAsync(Route.of(topic), request);
    }

    /** What goes wrong with a call is its future's failure; what is wrong with its arguments is thrown. */
    private <R> CompletableFuture<R> async(Supplier<CallTerms<R>> terms, boolean idempotent) {
        try {
            return requests.async(terms.get(), idempotent);
        } catch (TrunklineException e) {
            CallFuture<R> failed = new CallFuture<>(new CallFuture.NothingToAbandon(workers));
            failed.settle(Outcome.failed(e));
            return failed;
        }
    }

    @Override
    public <T> void publish(Topic<T> topic, T event) {
        publishes.publish(topic, event);
    }

    @Override
    public void publish(String topic, Object event) {
        publish(Topic.of(topic, Object.class), event);
    }

    @Override
    public <T> void publishAndConfirm(Topic<T> topic, T event) {
        Blocking.assertNotOnLoop("publishAndConfirm");
        requests.block(factory.publish(topic, event), false);
    }

    @Override
    public void publishAndConfirm(String topic, Object event) {
        publishAndConfirm(Topic.of(topic, Object.class), event);
    }

    @Override
    public <T> CompletableFuture<Void> publishAndConfirmAsync(Topic<T> topic, T event) {
        return async(() -> factory.publish(topic, event), false);
    }

    @Override
    public CompletableFuture<Void> publishAndConfirmAsync(String topic, Object event) {
        return publishAndConfirmAsync(Topic.of(topic, Object.class), event);
    }

    @Override
    public <T> Subscription subscribe(Topic<T> topic, Receiver<T> receiver) {
        return subscribe(topic, receiver, SubscribeOptions.defaults());
    }

    @Override
    public <T> Subscription subscribe(Topic<T> topic, Receiver<T> receiver, SubscribeOptions subscribeOptions) {
        return subscribe(new ActiveSubscription<>(
                topic.topic(), EventBinder.to(topic.type(), codec), receiver, subscribeOptions, this));
    }

    @Override
    public Subscription subscribe(String pattern, Receiver<Message> receiver) {
        return subscribe(pattern, receiver, SubscribeOptions.defaults());
    }

    @Override
    public Subscription subscribe(String pattern, Receiver<Message> receiver, SubscribeOptions subscribeOptions) {
        return subscribe(new ActiveSubscription<>(pattern, EventBinder.toMessages(), receiver, subscribeOptions, this));
    }

    private Subscription subscribe(ActiveSubscription<?> subscription) {
        return declare(subscription, () -> parts.subscriptions().add(subscription));
    }

    @Override
    public <Q, R> Subscription serve(Route<Q, R> route, Handler<? super Q, ? extends R> handler) {
        return serve(route, handler, ServeOptions.defaults());
    }

    @Override
    public <Q, R> Subscription serve(
            Route<Q, R> route, Handler<? super Q, ? extends R> handler, ServeOptions serveOptions) {
        Objects.requireNonNull(handler, "handler");
        return serve(route, (request, call) -> handler.handle(request), serveOptions);
    }

    @Override
    public <Q, R> Subscription serve(Route<Q, R> route, CallHandler<? super Q, ? extends R> handler) {
        return serve(route, handler, ServeOptions.defaults());
    }

    @Override
    public <Q, R> Subscription serve(
            Route<Q, R> route, CallHandler<? super Q, ? extends R> handler, ServeOptions serveOptions) {
        ServedRoute<Q, R> served = new ServedRoute<>(
                route,
                Objects.requireNonNull(handler, "handler"),
                serveOptions,
                codec,
                new Confirmation(workers, completions::run),
                parts.served()::remove);
        return declare(served, () -> parts.served().add(served));
    }

    private Subscription declare(Declared declared, Runnable recorded) {
        boolean ready = lifecycle.state() == ClientState.READY;
        TrunklineException closed = parts.gate().refusal();
        if (closed != null) {
            throw closed; // Before anything is recorded.
        }
        recorded.run();
        if (ready && !Blocking.isOnLoop()) {
            Acknowledgement.await(declared, options.requestTimeout());
        }
        return declared;
    }

    @Override
    public Duration ping() {
        requireBlockable("ping");
        EventLoop loop = lifecycle.links().primary().loop();
        long before = loop.nanos();
        requests.block(factory.ping(), false);
        return Duration.ofNanos(loop.nanos() - before);
    }

    @Override
    public ClientState state() {
        return lifecycle.state();
    }

    @Override
    public void close() {
        lifecycle.drain();
        if (mustNotWait()) {
            return;
        }
        try {
            lifecycle.awaitReleased();
        } catch (InterruptedException e) {
            lifecycle.closeNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves nothing behind of a client that nobody will ever hold. */
    void abandon() {
        lifecycle.closeNow();
        boolean interrupted = false;
        while (true) {
            try {
                lifecycle.awaitReleased();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // Short and bounded, and threads would outlive the call.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void closeNow() {
        lifecycle.closeNow();
    }

    @Override
    public void awaitClosed() {
        requireBlockable("awaitClosed");
        try {
            lifecycle.awaitReleased();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while waiting for the client to close", Delivery.NOT_SENT);
        }
    }

    private boolean mustNotWait() {
        return Blocking.isOnLoop() || Callbacks.inside(this);
    }

    private static void requireBlockable(String operation) {
        if (Blocking.isOnLoop()) {
            throw new IllegalStateException(operation + "() would block "
                    + Thread.currentThread().getName() + "; use thenApplyAsync to leave the loop");
        }
    }

    @Override
    public ClientStats stats() {
        return lifecycle
                .figures()
                .with(lifecycle.links().sessions())
                .state(lifecycle.state())
                .waiting(parts.gate().waiting())
                .retries(requests.budget().spent())
                .subscriptions(parts.subscriptions().size())
                .dropped(parts.subscriptions().dropped())
                .eventsDropped(parts.watch().missed())
                .build();
    }

    @Override
    public void cancelled(ActiveSubscription<?> subscription) {
        parts.subscriptions().remove(subscription);
    }

    @Override
    public void dropped(ActiveSubscription<?> subscription) {
        parts.watch().dropped(subscription);
    }

    @Override
    public void overflowed(ActiveSubscription<?> subscription) {
        lifecycle.overflowed(subscription.pattern());
    }

    @Override
    public Executor workers() {
        return workers;
    }

    @Override
    public WorkerRelay receivers(EventLoop loop) {
        return core.relayOf(loop);
    }

    @Override
    public MemoryBudget memory() {
        return core.memory();
    }

    @Override
    public void complete(Runnable completion) {
        completions.run(completion);
    }

    @Override
    public String toString() {
        return "TrunklineClient[" + parts.name() + ", " + state() + "]";
    }
}
