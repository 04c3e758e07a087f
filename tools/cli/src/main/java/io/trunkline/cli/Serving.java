package io.trunkline.cli;

import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import picocli.CommandLine.Mixin;

/** What every server command can be told: where, over TLS or not, within which limits, and for whom. */
final class Serving {
    @Mixin
    private Binding binding;

    @Mixin
    private TlsServing tls;

    @Mixin
    private ServingRules rules;

    String host() {
        return binding.host();
    }

    Limits limits() {
        return rules.limits();
    }

    /** A listener for broker messages, whose framing is the command's. */
    ListenOptions.Builder listen() {
        ListenOptions.Builder listen = where();
        rules.limits().apply(listen);
        return listen;
    }

    /** A listener for frames. */
    ListenOptions listenForFrames() {
        return rules.forFrames(where());
    }

    private ListenOptions.Builder where() {
        ListenOptions.Builder listen = binding.options();
        tls.options().ifPresent(listen::tls);
        return listen;
    }

    /** A server without listeners. */
    TrunklineServer.Builder server() {
        return rules.server();
    }
}
