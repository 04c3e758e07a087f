package io.trunkline.server.internal.broker;

import io.trunkline.Payload;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.RequestIds;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicCache;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.Backplane;
import io.trunkline.server.BrokerOptions;
import io.trunkline.server.LogLevel;
import io.trunkline.server.internal.admission.Entrance;
import io.trunkline.server.internal.handler.RouteTable;
import io.trunkline.server.internal.observe.Observation;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all broker connections of a server share: routes, subscriptions, what is in flight, and who is there.
 *
 * <p>Thread-safe. Its parts have a file each; this one only holds them together.
 */
public final class Broker {
    /** Log events that may wait for a worker; beyond, they are dropped and counted. */
    private static final int LOG_EVENTS = 1_000;

    private final Entrance entrance;
    private final BrokerSettings settings;
    private final RouteTable routes;
    private final SubscriptionRegistry<Peer> subscriptions;
    private final Counters counters = new Counters();
    private final InFlightTable inFlight = new InFlightTable(counters.timeouts);
    private final ServerLoad load;
    private final TopicLoads topicLoads;
    private final Audit audit;
    private final BrokerLog log;
    private final BrokerMetrics metrics;
    private final RequestIds ids = new RequestIds();
    private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<EventLoop, HeaderParser> parsers = new ConcurrentHashMap<>();
    private final FanOut fanOut;
    private final Router router;
    private final SystemTopics systemTopics;
    private volatile boolean draining;
    private volatile @Nullable Monitoring monitoring;
    private volatile @Nullable OtherServers others;

    /**
     * Makes a broker without connections.
     *
     * @param settings limits and threads
     * @param routes what this server answers by itself
     */
    public Broker(BrokerSettings settings, RouteTable routes) {
        this(settings, routes, Entrance.open());
    }

    /**
     * Makes a broker without connections, whose peers come in by an entrance.
     *
     * @param settings limits and threads
     * @param routes what this server answers by itself
     * @param entrance who they must be, and what they may do
     */
    public Broker(BrokerSettings settings, RouteTable routes, Entrance entrance) {
        this.entrance = entrance;
        this.settings = settings;
        this.routes = routes;
        this.subscriptions =
                new SubscriptionRegistry<>(settings.subscriptionsPerConnection(), settings.subscriptions());
        this.load = new ServerLoad(settings.requests());
        this.topicLoads = new TopicLoads(settings.calls(), load);
        this.audit = new Audit(subscriptions, settings.memory());
        this.log = new BrokerLog(
                settings.options().logLevel(),
                new BoundedLine(settings.calls().workers(), LOG_EVENTS, counters.droppedLogEvents));
        this.metrics = new BrokerMetrics(this, settings.calls().ticker().nanos());
        this.fanOut = new FanOut(this);
        this.router = new Router(this);
        this.systemTopics = new SystemTopics(this);
    }

    Entrance entrance() {
        return entrance;
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

    TopicLoads topicLoads() {
        return topicLoads;
    }

    Counters counters() {
        return counters;
    }

    Audit audit() {
        return audit;
    }

    BrokerLog log() {
        return log;
    }

    BrokerMetrics metrics() {
        return metrics;
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

    /**
     * Measures rates from now on, on a loop.
     *
     * @param loop whose deadline ends each interval
     */
    public void monitorOn(EventLoop loop) {
        Monitoring begun = new Monitoring(this, loop);
        monitoring = begun;
        loop.execute(begun::start);
    }

    /**
     * Joins other servers: from now on rooms apart, events and requests cross to them and from them.
     *
     * @param backplane the way to them
     * @param home the loop of what comes from them
     */
    public void join(Backplane backplane, EventLoop home) {
        OtherServers joined = new OtherServers(this, home, backplane);
        others = joined;
        joined.open(routes.patterns());
    }

    /** Leaves the other servers, if there are any; the last thing but the threads. */
    public void leave() {
        OtherServers joined = others;
        if (joined != null) {
            joined.close();
        }
    }

    /** Who may answer what nobody here does; null without other servers, and for requests that come from them. */
    @Nullable
    Peer elsewhere(Peer from) {
        return from instanceof PeerElsewhere ? null : others;
    }

    /** Sends an event to the subscribers of other servers; false if there are none. */
    boolean publishElsewhere(RequestHead head, Body payload) {
        OtherServers joined = others;
        return joined != null && joined.publish(head, payload);
    }

    Observation observation() {
        return entrance.observation();
    }

    /**
     * Counts what the broker holds and has done.
     *
     * @return the figures of this moment
     */
    public BrokerFigures figures() {
        return new BrokerFigures(
                sessions.size(),
                load.running(),
                load.begun(),
                inFlight.size(),
                subscriptions.size(),
                inFlight.lateAnswers(),
                counters.droppedOneWay.sum(),
                counters.undeliverable.sum(),
                counters.strayErrors.sum());
    }

    UUID newId() {
        long ticket = ids.next();
        return new UUID(ids.high(ticket), ids.low(ticket));
    }

    /** What a request gets that says so many milliseconds, or with 0 nothing. */
    long timeoutNanos(int millis) {
        BrokerOptions options = settings.options();
        return millis == 0
                ? options.requestTimeout().toNanos()
                : Math.min(
                        TimeUnit.MILLISECONDS.toNanos(millis),
                        options.maxRequestTimeout().toNanos());
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

    /** What a loop counts by itself. */
    LoopTally tallyOf(EventLoop loop) {
        return counters.on(loop, settings.calls().watch().times());
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
        RequestHead head = new RequestHead(topic, version, null, null, 0);
        Body payload = ControlJson.body(event);
        boolean elsewhere = publishElsewhere(head, payload);
        return fanOut.publish(head, payload) || elsewhere;
    }

    /**
     * Tells every client that the server ends, and refuses new requests from now on.
     *
     * @param graceMillis what running requests get
     */
    public void beginDrain(long graceMillis) {
        draining = true;
        Monitoring running = monitoring;
        if (running != null) {
            running.stop();
        }
        OtherServers joined = others;
        if (joined != null) {
            joined.drain();
        }
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
        counters.connected.increment();
        log.tell(LogLevel.DEBUG, "client connected", session.id());
    }

    int sessionCount() {
        return sessions.size();
    }

    Collection<ClientSession> sessions() {
        return List.copyOf(sessions);
    }

    /** Forgets a peer that is not written to any more either. */
    void remove(ClientSession session) {
        if (sessions.remove(session)) {
            counters.disconnected.increment();
            if (session.info().isRegistered()) {
                counters.unregistered.increment();
            }
            log.tell(LogLevel.DEBUG, "client disconnected", session.id());
        }
        deregister(session);
    }

    /** Lets go of a peer that sends nothing more, on its loop: its subscriptions end, and so do the requests it was to answer. */
    void deregister(ClientSession session) {
        session.fanOut().flush(); // What it has published, and what it is to get, does not come behind its end.
        subscriptions.removeAll(session);
        log.unsubscribe(session);
        inFlight.lostWith(session).forEach(request -> request.lose("maybe"));
    }
}
