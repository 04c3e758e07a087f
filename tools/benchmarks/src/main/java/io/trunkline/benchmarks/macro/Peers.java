package io.trunkline.benchmarks.macro;

import io.trunkline.benchmarks.macro.grpc.GrpcPeer;
import io.trunkline.benchmarks.macro.minimum.MinimumPeer;
import io.trunkline.benchmarks.macro.netty.NettyPeer;
import io.trunkline.benchmarks.macro.ours.TrunklinePeer;
import io.trunkline.benchmarks.macro.rsocket.RSocketPeer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every peer by its name. */
final class Peers {
    static final String NETTY = "netty-nio";
    static final String MINIMUM = "minimum";

    private static final Map<String, Supplier<Peer>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(NETTY, NettyPeer::nio);
        ALL.put("netty-epoll", NettyPeer::epoll);
        ALL.put(MINIMUM, MinimumPeer::bare);
        ALL.put("minimum-owned", MinimumPeer::owning);
        ALL.put("grpc", GrpcPeer::new);
        ALL.put("rsocket", RSocketPeer::new);
        ALL.put("trunkline", TrunklinePeer::plain);
        ALL.put("trunkline-workers", TrunklinePeer::onWorkers);
        ALL.put("trunkline-loop", TrunklinePeer::onLoop);
        ALL.put("trunkline-spin", TrunklinePeer::spinning);
    }

    private Peers() {}

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static Peer named(String name) {
        Supplier<Peer> found = ALL.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no peer '" + name + "'; there are " + names());
        }
        return found.get();
    }
}
