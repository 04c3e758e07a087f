package io.trunkline.server.internal.handler;

import io.trunkline.AsyncHandler;
import io.trunkline.Call;
import io.trunkline.CallHandler;
import io.trunkline.Handler;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.Route;
import io.trunkline.TypeRef;
import io.trunkline.codec.internal.message.Binding;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicGrammar;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One topic or pattern that this server answers by itself: how to bind, whom to call, how to encode.
 *
 * <p>Immutable; thread-safe as its codec and handler are.
 */
public final class LocalRoute {
    private final String pattern;
    private final SemVer version;
    private final boolean onLoop;
    private final boolean usesCall;
    private final PayloadCodec codec;

    /** Null where the handler takes the message as it came. */
    private final @Nullable Binder binder;

    private final Invoker invoker;
    private final RouteLog log;

    private LocalRoute(
            String pattern, String version, Kind kind, PayloadCodec codec, @Nullable Binder binder, Invoker invoker) {
        this.pattern = pattern.toLowerCase(Locale.ROOT);
        this.version = SemVer.parse(version);
        this.onLoop = kind == Kind.ASYNC;
        this.usesCall = kind != Kind.PLAIN;
        this.codec = codec;
        this.binder = binder;
        this.invoker = invoker;
        this.log = new RouteLog(toString());
    }

    private enum Kind {
        PLAIN,
        CALL,
        ASYNC
    }

    /**
     * Answers on a worker, without looking at the call.
     *
     * @param route topic, version and types
     * @param handler the user's
     * @param codec binds and encodes
     * @param <Q> the request's type
     * @return the route
     */
    public static <Q> LocalRoute of(Route<Q, ?> route, Handler<? super Q, ?> handler, PayloadCodec codec) {
        return typed(route, Kind.PLAIN, codec, (request, call) -> handler.handle(LocalRoute.<Q>bound(request)));
    }

    /**
     * Answers on a worker.
     *
     * @param route topic, version and types
     * @param handler the user's
     * @param codec binds and encodes
     * @param <Q> the request's type
     * @return the route
     */
    public static <Q> LocalRoute of(Route<Q, ?> route, CallHandler<? super Q, ?> handler, PayloadCodec codec) {
        return typed(route, Kind.CALL, codec, (request, call) -> handler.handle(LocalRoute.<Q>bound(request), call));
    }

    /**
     * Answers on the event loop.
     *
     * @param route topic, version and types
     * @param handler the user's
     * @param codec binds and encodes
     * @param <Q> the request's type
     * @return the route
     */
    public static <Q> LocalRoute ofAsync(Route<Q, ?> route, AsyncHandler<? super Q, ?> handler, PayloadCodec codec) {
        return typed(route, Kind.ASYNC, codec, (request, call) -> handler.handle(LocalRoute.<Q>bound(request), call));
    }

    /**
     * Answers every topic that a pattern matches, on a worker, with the message as it came.
     *
     * @param pattern a topic or pattern
     * @param handler the user's
     * @param codec encodes
     * @return the route
     * @throws IllegalArgumentException if the pattern is not legal
     */
    public static LocalRoute ofPattern(String pattern, CallHandler<Message, ?> handler, PayloadCodec codec) {
        return new LocalRoute(
                TopicGrammar.requirePattern(pattern),
                SemVer.DEFAULT.text(),
                Kind.CALL,
                codec,
                null,
                (request, call) -> handler.handle((Message) request, call));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // bind() made it by the route's own type
    private static <Q> Q bound(Object request) {
        return (Q) request;
    }

    private static <Q> LocalRoute typed(Route<Q, ?> route, Kind kind, PayloadCodec codec, Invoker invoker) {
        TypeRef<Q> type = route.requestType();
        Binder binder = (bytes, offset, length) -> Binding.<Q>decode(bytes, offset, length, type, codec);
        return new LocalRoute(route.topic(), route.version(), kind, codec, binder, invoker);
    }

    /**
     * Names the topic or pattern.
     *
     * @return in lower case
     */
    public String pattern() {
        return pattern;
    }

    /**
     * Gives the version of the contract.
     *
     * @return requests of its own major version are taken
     */
    public SemVer version() {
        return version;
    }

    /**
     * Tells whether the handler runs on the event loop.
     *
     * @return false if it runs on a worker
     */
    public boolean isOnLoop() {
        return onLoop;
    }

    /**
     * Tells whether the handler can see the message, so that its payload must be copied.
     *
     * @return false for handlers of the bound request alone
     */
    public boolean usesCall() {
        return usesCall;
    }

    /**
     * Binds a request.
     *
     * @param bytes borrowed; valid during the call only
     * @param offset where the payload begins
     * @param length its bytes
     * @return what the handler is called with; null if that is the message as it came
     * @throws io.trunkline.PayloadException if it does not bind
     */
    public @Nullable Object bind(byte[] bytes, int offset, int length) {
        return binder == null ? null : binder.bind(bytes, offset, length);
    }

    @Nullable
    Object invoke(Object request, Call call) throws Exception {
        return invoker.invoke(request, call);
    }

    /**
     * Gives what the log says of this route.
     *
     * @return the same for every call
     */
    public RouteLog log() {
        return log;
    }

    Payload encode(Object result) {
        return Binding.encode(result, codec);
    }

    @Override
    public String toString() {
        return pattern + " " + version;
    }
}
