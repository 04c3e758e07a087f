package io.trunkline.cli;

import io.trunkline.PayloadCodec;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.ServerOptions;
import io.trunkline.server.TrunklineServer;
import java.time.Duration;
import picocli.CommandLine.Mixin;

/** What every server command can be told: where, over TLS or not, within which limits, and for whom. */
final class Serving {
    @Mixin
    private Binding binding;

    @Mixin
    private TlsServing tls;

    @Mixin
    private Limits limits;

    @Mixin
    private AdmissionOptions admission;

    String host() {
        return binding.host();
    }

    Limits limits() {
        return limits;
    }

    /** A listener for broker messages, whose framing is the command's. */
    ListenOptions.Builder listen() {
        ListenOptions.Builder listen = binding.options();
        tls.options().ifPresent(listen::tls);
        limits.apply(listen);
        return listen;
    }

    /** A listener for frames. */
    ListenOptions listenForFrames() {
        ListenOptions.Builder listen = listen();
        limits.applyToFrames(listen);
        return listen.build();
    }

    /** A server without listeners. */
    TrunklineServer.Builder server() {
        ServerOptions.Builder options =
                ServerOptions.builder().limits(limits.server()).broker(limits.broker());
        Duration grace = limits.grace();
        if (grace != null) {
            options.grace(grace);
        }
        return TrunklineServer.builder()
                .options(options.build())
                .admission(admission.admission())
                .payloadCodec(PayloadCodec.json(limits.jsonDepth()));
    }
}
