package io.trunkline.client.internal;

import io.trunkline.CallHandler;
import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.Route;
import io.trunkline.client.ServeOptions;
import io.trunkline.codec.internal.message.Binding;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One route that this client answers: how to bind, whom to call, how to encode.
 *
 * <p>Thread-safe.
 */
final class ServedRoute<Q, R> implements Declared {
    final TopicName topic;
    final SemVer version;
    final double priority;
    private final Route<Q, R> route;
    private final boolean takesMessages;
    private final CallHandler<? super Q, ? extends R> handler;
    private final PayloadCodec codec;
    private final Confirmation confirmation;
    private final Consumer<ServedRoute<?, ?>> cancelled;

    /**
     * @param cancelled told when the user does not want to serve it any more
     */
    ServedRoute(
            Route<Q, R> route,
            CallHandler<? super Q, ? extends R> handler,
            ServeOptions options,
            PayloadCodec codec,
            Confirmation confirmation,
            Consumer<ServedRoute<?, ?>> cancelled) {
        this.route = route;
        this.topic = TopicName.of(route.topic());
        this.version = SemVer.parse(route.version());
        this.takesMessages = route.requestType().type() == Message.class;
        this.handler = handler;
        this.priority = options.priority();
        this.codec = codec;
        this.confirmation = confirmation;
        this.cancelled = cancelled;
    }

    /** Binds a request's payload from the read buffer, or takes the message; throws PayloadException if it does not bind. */
    Object bind(Message message, byte[] array, int offset) {
        return takesMessages ? message : Binding.decode(message.payload(), array, offset, route.requestType(), codec);
    }

    @SuppressWarnings("unchecked") // bind made it
    @Nullable
    Object handle(Object request, ServedRequest call) throws Exception {
        return handler.handle((Q) request, call);
    }

    Payload encode(Object result) {
        return Binding.encode(result, codec);
    }

    /** Whether what {@link #encode} makes of a result is bytes, not JSON. */
    boolean isBinary(Object result) {
        return !(result instanceof Payload) && !codec.isText();
    }

    @Override
    public String pattern() {
        return route.topic();
    }

    @Override
    public boolean isConfirmed() {
        return confirmation.isAcknowledged();
    }

    @Override
    public void confirm(@Nullable RuntimeException error) {
        confirmation.settle(error);
    }

    @Override
    public CompletableFuture<Void> acknowledged() {
        return confirmation.acknowledged();
    }

    /** What comes before the broker knows is refused by whoever finds no route. */
    @Override
    public void end() {}

    @Override
    public void cancel() {
        cancelled.accept(this);
        confirm(new ClosedException("serving '" + route.topic() + "' was cancelled", Delivery.MAYBE_SENT));
    }

    @Override
    public CompletionStage<Void> confirmed() {
        return confirmation.confirmed();
    }

    /** Requests are refused by name, never dropped. */
    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public String toString() {
        return "Serving[" + route.topic() + " " + version + "]";
    }
}
