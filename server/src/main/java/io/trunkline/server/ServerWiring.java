package io.trunkline.server;

import io.trunkline.AsyncHandler;
import io.trunkline.CallHandler;
import io.trunkline.Handler;
import io.trunkline.Message;
import io.trunkline.PayloadCodec;
import io.trunkline.Route;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.json.DefaultCodec;
import io.trunkline.codec.internal.message.TopicGrammar;
import io.trunkline.server.internal.frame.FrameDoor;
import io.trunkline.server.internal.frame.StreamDoor;
import io.trunkline.server.internal.handler.LocalRoute;
import io.trunkline.server.internal.handler.RouteTable;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.StreamHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects what a builder is told, and checks it as a whole at the start. Caller-confined. */
final class ServerWiring {
    private final List<PlannedListener> listeners = new ArrayList<>();
    private final List<Function<PayloadCodec, LocalRoute>> routes = new ArrayList<>();
    private final List<ServerObserver> observers = new ArrayList<>();
    private ServerOptions options = ServerOptions.defaults();
    private Admission admission = Admission.defaults();
    private @Nullable PayloadCodec codec;
    private @Nullable Backplane backplane;
    private boolean started;

    void listenBroker(ListenOptions listen) {
        if (listen.isOnLoop()) {
            throw new IllegalArgumentException(
                    "onLoop is for frame listeners; broker handlers choose the loop by handleAsync");
        }
        if (listen.hasUnlimitedRate()) {
            throw new IllegalArgumentException(
                    "unlimitedRate is for listeners of frames and streams; leave the rates out of the admission instead");
        }
        refuseHandlersOwn("pauseOnConnect", listen.socket().pauseOnConnect());
        refuseHandlersOwn("allowHalfOpen", listen.socket().allowHalfOpen());
        listeners.add(PlannedListener.broker(listen));
    }

    private static void refuseHandlersOwn(String option, boolean set) {
        if (set) {
            throw new IllegalArgumentException("socket option " + option
                    + "=true is for frame listeners, whose handlers act on it; the broker reads and closes by itself");
        }
    }

    <F> void listenFrames(ListenOptions listen, FrameFormat<F> format, ConnectionHandler.Factory<F> factory) {
        listen.framing().ifPresent(framing -> refuseFraming(framing, format));
        PlannedListener planned = PlannedListener.frames(listen, FrameDoor.of(format, factory));
        listeners.add(factory instanceof FrameLogin ? takingLogins(planned) : planned);
    }

    private static PlannedListener takingLogins(PlannedListener planned) {
        if (planned.options().isOnLoop()) {
            throw new IllegalArgumentException("onLoop on a listener with a FrameLogin, whose authenticator may block");
        }
        return planned.takingLogins();
    }

    void listenFiles(ListenOptions listen, FileReceiver receiver) {
        if (listen.isOnLoop()) {
            throw new IllegalArgumentException("onLoop on a listener for files, which waits for the disk");
        }
        listenFrames(listen, FrameFormat.raw(), receiver.namedFiles());
    }

    void listenStreams(ListenOptions listen, StreamHandler handler) {
        listen.framing().ifPresent(framing -> refuseFraming(framing, FrameFormat.multiplexed()));
        refuseForStreams("onLoop", listen.isOnLoop());
        refuseForStreams("ordered", listen.isOrdered());
        refuseForStreams("pauseOnConnect", listen.socket().pauseOnConnect());
        refuseForStreams("allowHalfOpen", listen.socket().allowHalfOpen());
        listeners.add(PlannedListener.frames(listen, StreamDoor.of(handler, listen.maxStreams())));
    }

    private static void refuseForStreams(String option, boolean set) {
        if (set) {
            throw new IllegalArgumentException(
                    option
                            + " is for other listeners: each stream is served in order on a worker, and ends with its connection");
        }
    }

    private static void refuseFraming(Framing framing, FrameFormat<?> format) {
        throw new IllegalArgumentException(
                "framing " + framing + " on a listener whose format, " + format.name() + ", says it already");
    }

    <Q, R> void handle(Route<Q, R> route, Handler<? super Q, ? extends R> handler) {
        routes.add(with -> LocalRoute.of(route, handler, with));
    }

    <Q, R> void handle(Route<Q, R> route, CallHandler<? super Q, ? extends R> handler) {
        routes.add(with -> LocalRoute.of(route, handler, with));
    }

    <Q, R> void handleAsync(Route<Q, R> route, AsyncHandler<? super Q, R> handler) {
        routes.add(with -> LocalRoute.ofAsync(route, handler, with));
    }

    void handlePattern(String pattern, CallHandler<Message, Object> handler) {
        TopicGrammar.requirePattern(pattern);
        routes.add(with -> LocalRoute.ofPattern(pattern, handler, with));
    }

    void options(ServerOptions given) {
        options = given;
    }

    void observer(ServerObserver given) {
        observers.add(given);
    }

    void admission(Admission given) {
        admission = given;
    }

    void backplane(Backplane given) {
        backplane = given;
    }

    void payloadCodec(PayloadCodec given) {
        codec = given;
    }

    TrunklineServer start() {
        if (started) {
            throw new IllegalStateException("start() was called before; a builder makes one server");
        }
        if (listeners.isEmpty()) {
            throw new IllegalStateException("nothing to listen on; call listen(..) first");
        }
        refuseEqualNames();
        refuseLoginsThatNobodyDecides();
        PayloadCodec chosen = codec == null ? DefaultCodec.get() : codec;
        RouteTable table =
                new RouteTable(routes.stream().map(route -> route.apply(chosen)).toList());
        started = true;
        ServerPlan plan = new ServerPlan(options, admission, listeners, table, observers, backplane);
        return RunningServer.start(ServerParts.start(plan), chosen, options);
    }

    private void refuseLoginsThatNobodyDecides() {
        if (admission.authenticator().isEmpty() && listeners.stream().anyMatch(PlannedListener::takesLogins)) {
            throw new IllegalStateException(
                    "a listener has a FrameLogin, and the admission no authenticator to decide about logins");
        }
    }

    private void refuseEqualNames() {
        Set<String> names = new HashSet<>();
        for (PlannedListener listener : listeners) {
            listener.options().name().filter(name -> !names.add(name)).ifPresent(name -> {
                throw new IllegalStateException("two listeners are named " + name);
            });
        }
    }
}
