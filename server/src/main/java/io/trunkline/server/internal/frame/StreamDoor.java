package io.trunkline.server.internal.frame;

import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.internal.stream.StreamHooks;
import io.trunkline.transport.internal.stream.StreamProtocol;
import io.trunkline.transport.internal.stream.StreamSettings;

/** Makes the logic of the connections of one listener whose peers open streams. */
public final class StreamDoor {
    private StreamDoor() {}

    /**
     * Joins streams and a user's handler.
     *
     * @param handler serves each stream on a worker
     * @param maxStreams of one connection
     * @return the door
     */
    public static FrameDoor of(StreamHandler handler, int maxStreams) {
        return settings -> {
            FrameDoor.Surroundings around = settings.surroundings();
            StreamHooks hooks = new StreamHooks(
                    around.watch(), connection -> new ServedStreams(connection, around.rates(), around.observation()));
            StreamProtocol protocol = new StreamProtocol(new StreamSettings(
                    MuxRole.ACCEPTOR,
                    StreamSettings.limits(maxStreams, settings.maxFrame(), settings.outbound()),
                    settings.outbound(),
                    settings.workers(),
                    handler,
                    hooks));
            return protocol::logic;
        };
    }
}
