package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.transport.internal.ConnectionSettings;

/** Translates what a user sets into what a connection is given. */
final class Connecting {
    private Connecting() {}

    static ConnectionSettings settings(ClientOptions options) {
        // The connect timeout covers the TLS handshake: a default of its own would cut off a longer one.
        return new ConnectionSettings(options.socket(), options.outbound())
                .withFramePace(options.framePace())
                .withHandshakeTimeout(options.connectTimeout());
    }
}
