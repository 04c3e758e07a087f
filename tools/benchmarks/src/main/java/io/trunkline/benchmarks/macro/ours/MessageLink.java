package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.client.TrunklineClient;
import org.jspecify.annotations.Nullable;

/** A client as users have it; its answers and this are confined to its loop. */
final class MessageLink<T> implements Link {
    private final TrunklineClient client;
    private final Bodied<T> bodied;
    private final Receiver receiver;
    private final boolean publishes;
    private final Route<T, T> echo;
    private final Topic<T> news;

    MessageLink(TrunklineClient client, Bodied<T> bodied, Receiver receiver, boolean publishes) {
        this.client = client;
        this.bodied = bodied;
        this.receiver = receiver;
        this.publishes = publishes;
        this.echo = Route.of("echo", bodied.type(), bodied.type());
        this.news = Topic.of("news", bodied.type());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The receiver hears of it either way.
    public void send(long number) {
        T body = bodied.make().apply(number);
        if (publishes) {
            client.publish(news, body);
        } else {
            client.requestAsync(echo, body).whenComplete(this::answered);
        }
    }

    private void answered(@Nullable T body, @Nullable Throwable failure) {
        if (body == null) {
            receiver.onFailure(failure == null ? new IllegalStateException("no answer") : failure);
        } else {
            arrived(body);
        }
    }

    private void arrived(T body) {
        receiver.onFrame(bodied.number().applyAsLong(body), bodied.size().applyAsInt(body), Frames.FILLER);
    }

    /** Hears every event from now on, one at a time. */
    void subscribe(SubscribeOptions receivers) {
        client.subscribe(news, this::arrived, receivers);
    }

    @Override
    public void close() {
        client.closeNow();
    }
}
