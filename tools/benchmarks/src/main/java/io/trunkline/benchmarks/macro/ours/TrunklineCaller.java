package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.client.FrameClient;
import java.io.EOFException;
import java.time.Duration;

/** Sends and receives through the frame client. */
final class TrunklineCaller implements Caller {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FrameClient<Payload> client;
    private final Bodies bodies;

    TrunklineCaller(FrameClient<Payload> client, Bodies bodies) {
        this.client = client;
        this.bodies = bodies;
    }

    @Override
    public long call(long number) throws EOFException {
        client.send(bodies.make(number));
        Payload answer = client.receive(TIMEOUT);
        if (answer == null) {
            throw new EOFException("the server has closed the connection");
        }
        return answer.asByteBuffer().getLong(0);
    }

    @Override
    public void close() {
        client.close();
    }
}
