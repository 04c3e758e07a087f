package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Route;
import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.client.TrunklineClient;

/** Requests as a user does who blocks. */
final class MessageCaller<T> implements Caller {
    private final TrunklineClient client;
    private final Bodied<T> bodied;
    private final Route<T, T> echo;

    MessageCaller(TrunklineClient client, Bodied<T> bodied) {
        this.client = client;
        this.bodied = bodied;
        this.echo = Route.of("echo", bodied.type(), bodied.type());
    }

    @Override
    public long call(long number) {
        return bodied.number().applyAsLong(client.request(echo, bodied.make().apply(number)));
    }

    @Override
    public void close() {
        client.close();
    }
}
