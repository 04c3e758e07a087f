package io.trunkline.cli;

import io.trunkline.PayloadCodec;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.ServerOptions;
import io.trunkline.server.TrunklineServer;
import java.time.Duration;
import picocli.CommandLine.Mixin;

/** What binds every server command, wherever it listens: its limits, and whom it lets in. */
final class ServingRules {
    @Mixin
    private Limits limits;

    @Mixin
    private AdmissionOptions admission;

    Limits limits() {
        return limits;
    }

    /** Puts the limits of a listener for frames in force. */
    ListenOptions forFrames(ListenOptions.Builder listen) {
        limits.apply(listen);
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
