package io.trunkline.server.internal.broker;

import io.trunkline.Payload;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.RequestIds;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicCache;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.internal.handler.RouteTable;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.EventLoop;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all broker connections of a server share: routes, subscriptions, what is in flight, and who is there.
 *
 * <p>Thread-safe. Its parts have a file each; this one only holds them together.
 */
public final class Broker {
    private final BrokerSettings settings;
    private final RouteTable routes;
    private final SubscriptionRegistry<Peer> subscriptions;
    private final InFlightTable inFlight = new InFlightTable();
    private final ServerLoad load;
    private final Counters counters = new Counters();
    private final RequestIds ids = new RequestIds();
    private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<EventLoop, HeaderParser> parsers = new ConcurrentHashMap<>();
    private final FanOut fanOut = new FanOut(this);
    private final Router router;
    private final SystemTopics systemTopics;
    private volatile boolean draining;

    /**
     * Makes a broker without connections.
     *
     * @param settings limits and threads
     * @param routes what this server answers by itself
     */
    public Broker(BrokerSettings settings, RouteTable routes) {
        this.settings = settings;
        this.routes = routes;
        this.subscriptions =
                new SubscriptionRegistry<>(settings.subscriptionsPerConnection(), settings.subscriptions());
        this.load = new ServerLoad(settings.requests());
        this.router = new Router(this);
        this.systemTopics = new SystemTopics(this);
    }

    BrokerSettings settings() {
        return settings;
    }

    RouteTable routes() {
        return routes;
    }

    SubscriptionRegistry<Peer> subscriptions() {
        return subscriptions;
    }

    InFlightTable inFlight() {
        return inFlight;
    }

    ServerLoad load() {
        return load;
    }

    Counters counters() {
        return counters;
    }

    FanOut fanOut() {
        return fanOut;
    }

    Router router() {
        return router;
    }

    SystemTopics systemTopics() {
        return systemTopics;
    }

    UUID newId() {
        long ticket = ids.next();
        return new UUID(ids.high(ticket), ids.low(ticket));
    }

    boolean isDraining() {
        return draining;
    }

    /**
     * Makes what a listener runs for each of its broker connections.
     *
     * @param listener what is common to them
     * @return a new logic per call
     */
    public ConnectionLogic connection(BrokerListener listener) {
        return new BrokerConnection(this, listener);
    }

    /** Finds the header parser of a loop, which all connections there share: it keeps nothing between messages. */
    HeaderParser parserOf(EventLoop loop) {
        return parsers.computeIfAbsent(loop, key -> new HeaderParser(new TopicCache()));
    }

    /**
     * Publishes an event of the server's own.
     *
     * @param topic where
     * @param version of its contract
     * @param event encoded
     * @return false if nobody has subscribed
     */
    public boolean publish(TopicName topic, SemVer version, Payload event) {
        return fanOut.publish(new RequestHead(topic, version, null, null, 0), ControlJson.body(event));
    }

    /**
     * Tells every client that the server ends, and refuses new requests from now on.
     *
     * @param graceMillis what running requests get
     */
    public void beginDrain(long graceMillis) {
        draining = true;
        Body notice = ControlJson.body(
                ControlJson.object(Map.of("message", "Server is shutting down", "gracePeriod", graceMillis)));
        sessions().forEach(session -> session.outbox().send(SystemTopics.SHUTDOWN, notice));
    }

    /**
     * Waits for the requests that run.
     *
     * @return completes when none does; meaningful once the drain has begun
     */
    public CompletableFuture<Void> idle() {
        return load.idle();
    }

    /**
     * Answers what still runs in place of those who should have.
     *
     * @return how many requests that were
     */
    public int cutRequests() {
        return sessions().stream()
                .mapToInt(session -> session.running().cutAll())
                .sum();
    }

    /**
     * Ends every broker connection behind the answers that are queued.
     *
     * @param reason to close with
     */
    public void closeAfterWrites(CloseReason reason) {
        sessions().forEach(session -> session.connection().closeAfterWrites(reason));
    }

    void add(ClientSession session) {
        sessions.add(session);
    }

    Collection<ClientSession> sessions() {
        return List.copyOf(sessions);
    }

    /** Forgets a peer that is not written to any more either. */
    void remove(ClientSession session) {
        sessions.remove(session);
        deregister(session);
    }

    /** Lets go of a peer that sends nothing more: its subscriptions end, and so do the requests it was to answer. */
    void deregister(ClientSession session) {
        subscriptions.removeAll(session);
        inFlight.lostWith(session).forEach(request -> request.lose("maybe"));
    }
}
