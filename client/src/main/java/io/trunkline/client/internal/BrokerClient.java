package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Delivery;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.Receiver;
import io.trunkline.RequestInterruptedException;
import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.TrunklineException;
import io.trunkline.TypeRef;
import io.trunkline.client.CallOptions;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.client.Subscription;
import io.trunkline.client.TrunklineClient;
import io.trunkline.codec.internal.json.DefaultCodec;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.MemoryBudget;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The client that users hold: turns their calls into messages of the session of the moment.
 *
 * <p>It owns what outlives a connection, and one session at a time, which {@link ClientLifecycle} hands out and could
 * replace. Thread-safe.
 */
final class BrokerClient implements TrunklineClient, ActiveSubscription.Owner {
    private final ClientOptions options;
    private final CallFactory factory;
    private final Executor workers;
    private final MemoryBudget memory;
    private final Completions completions;
    private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();
    private final ClientLifecycle lifecycle;
    private final ClientConnect connect;
    private final PayloadCodec codec;

    BrokerClient(ClientOptions options, ClientThreads threads) {
        this.options = options;
        codec = options.payloadCodec().orElseGet(DefaultCodec::get);
        factory = new CallFactory(codec, options);
        workers = new PatientWorkers(threads.core(), this);
        memory = threads.core().memory();
        completions = new Completions(this, options.callbacks().orElse(null));
        lifecycle = new ClientLifecycle(subscriptions, threads);
        SessionSettings settings = SessionSettings.of(options, completions, workers);
        connect = new ClientConnect(options, threads, settings, subscriptions, lifecycle);
    }

    /** Connects; blocks until the broker is ready. */
    void open() {
        connect.open();
    }

    @Override
    public <Q, R> R request(Route<Q, R> route, Q request) {
        return request(route, request, CallOptions.defaults());
    }

    @Override
    public <Q, R> R request(Route<Q, R> route, Q request, CallOptions callOptions) {
        Blocking.assertNotOnLoop("request");
        BrokerSession session = lifecycle.session();
        R answer = session.calls()
                .block(factory.request(route, request, callOptions))
                .await();
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
        return async(() -> factory.request(route, request, callOptions));
    }

    @Override
    public CompletableFuture<Payload> requestAsync(String topic, Object request) {
        return requestAsync(Route.of(topic), request);
    }

    /** What goes wrong with a call is its future's failure; what is wrong with its arguments is thrown. */
    private <R> CompletableFuture<R> async(Supplier<CallTerms<R>> terms) {
        try {
            return lifecycle.session().calls().async(terms.get());
        } catch (TrunklineException e) {
            CallFuture<R> failed = new CallFuture<>(new CallFuture.NothingToAbandon(workers));
            failed.settle(Outcome.failed(e));
            return failed;
        }
    }

    @Override
    public <T> void publish(Topic<T> topic, T event) {
        SessionLine line = lifecycle.session().line();
        Payload payload = factory.encode(event);
        HeaderWriter header = new HeaderWriter()
                .begin(Action.PUBLISH, factory.topic(topic.topic()), factory.version(topic.version()));
        line.writeOneWay(line.frame(header, payload, factory.isBinary(event, payload)));
    }

    @Override
    public void publish(String topic, Object event) {
        publish(Topic.of(topic, Object.class), event);
    }

    @Override
    public <T> void publishAndConfirm(Topic<T> topic, T event) {
        Blocking.assertNotOnLoop("publishAndConfirm");
        lifecycle.session().calls().block(factory.publish(topic, event)).await();
    }

    @Override
    public void publishAndConfirm(String topic, Object event) {
        publishAndConfirm(Topic.of(topic, Object.class), event);
    }

    @Override
    public <T> CompletableFuture<Void> publishAndConfirmAsync(Topic<T> topic, T event) {
        return async(() -> factory.publish(topic, event));
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
        TypeRef<T> type = topic.type();
        return subscribe(new ActiveSubscription<>(
                topic.topic(), event -> event.message().payload().as(type, codec), receiver, subscribeOptions, this));
    }

    @Override
    public Subscription subscribe(String pattern, Receiver<Message> receiver) {
        return subscribe(pattern, receiver, SubscribeOptions.defaults());
    }

    @Override
    public Subscription subscribe(String pattern, Receiver<Message> receiver, SubscribeOptions subscribeOptions) {
        return subscribe(new ActiveSubscription<>(pattern, Event::message, receiver, subscribeOptions, this));
    }

    private Subscription subscribe(ActiveSubscription<?> subscription) {
        lifecycle.session(); // Refuses on a client that is closing, before anything is recorded.
        subscriptions.add(subscription);
        if (!Blocking.isOnLoop()) {
            awaitAcknowledgement(subscription);
        }
        return subscription;
    }

    private static void awaitAcknowledgement(ActiveSubscription<?> subscription) {
        try {
            Failures.awaitShared(subscription.acknowledged());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            subscription.cancel();
            throw new RequestInterruptedException(
                    "interrupted while waiting for the broker to acknowledge '" + subscription.pattern() + "'",
                    Delivery.MAYBE_SENT);
        }
    }

    @Override
    public Duration ping() {
        requireBlockable("ping");
        BrokerSession session = lifecycle.session();
        long before = session.line().loop().nanos();
        session.calls().block(factory.ping()).await();
        return Duration.ofNanos(session.line().loop().nanos() - before);
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

    /** Counts answers that came when nobody waited any more. */
    long lateAnswers() {
        return lifecycle.session().calls().lateAnswers();
    }

    int inFlight() {
        return lifecycle.session().calls().inFlight();
    }

    @Override
    public void cancelled(ActiveSubscription<?> subscription) {
        subscriptions.remove(subscription);
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
    public MemoryBudget memory() {
        return memory;
    }

    @Override
    public void complete(Runnable completion) {
        completions.run(completion);
    }

    @Override
    public String toString() {
        return "TrunklineClient[" + options.endpoint() + ", " + state() + "]";
    }
}
