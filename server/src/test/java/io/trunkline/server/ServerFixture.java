package io.trunkline.server;

import io.trunkline.codec.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts servers and connects peers, and closes all of them; a thread that is left fails the test. */
final class ServerFixture implements AfterEachCallback {
    private final List<BytePeer> peers = new ArrayList<>();
    private @Nullable TrunklineServer server;

    TrunklineServer start(Consumer<TrunklineServer.Builder> wiring) {
        TrunklineServer.Builder builder = TrunklineServer.builder();
        wiring.accept(builder);
        TrunklineServer started = builder.start();
        server = started;
        return started;
    }

    TrunklineServer server() {
        return Objects.requireNonNull(server, "start one first");
    }

    boolean isStarted() {
        return server != null;
    }

    BytePeer connect() {
        return add(BytePeer.connect(server().port()));
    }

    BytePeer connect(Framing framing) {
        return add(BytePeer.connect(server().port(), framing));
    }

    BytePeer connect(String listener, Framing framing) {
        return add(BytePeer.connect(server().port(listener), framing));
    }

    BytePeer raw(Framing framing) {
        return add(BytePeer.raw(server().port(), framing));
    }

    private BytePeer add(BytePeer peer) {
        peers.add(peer);
        return peer;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        peers.forEach(BytePeer::close);
        if (server != null) {
            server.closeNow();
        }
        NoThreadsLeft.check();
    }
}
