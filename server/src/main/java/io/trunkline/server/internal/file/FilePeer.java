package io.trunkline.server.internal.file;

import io.trunkline.Identity;
import io.trunkline.transport.Connection;
import java.net.InetAddress;
import java.util.Optional;

/** Who is at the other end of a transfer. Immutable. */
record FilePeer(String connectionId, InetAddress address, Optional<Identity> identity) {
    static FilePeer of(Connection connection) {
        return new FilePeer(connection.id(), connection.remoteAddress().getAddress(), connection.identity());
    }

    /** Under whom a part is kept; an identity cannot be spelled like an address. */
    String owner() {
        return identity.map(known -> "identity " + known.name()).orElseGet(() -> "address " + address.getHostAddress());
    }
}
