package io.trunkline.cli;

import io.trunkline.Identity;
import io.trunkline.server.Admission;
import io.trunkline.server.Authenticator;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say who may enter. */
final class AdmissionOptions {
    @Option(names = "--max-connections", paramLabel = "N", description = "Connections at once; default 10000.")
    private @Nullable Integer maxConnections;

    @Option(
            names = "--max-connections-per-address",
            paramLabel = "N",
            description = "Connections of one address at once, loopback included; default 256, loopback free.")
    private @Nullable Integer maxPerAddress;

    @Option(
            names = "--auth-token",
            paramLabel = "TOKEN",
            description = "Lets in only who shows this token; or in the environment, TRUNKLINE_AUTH_TOKEN.",
            defaultValue = "${env:TRUNKLINE_AUTH_TOKEN}")
    private @Nullable String token;

    @Option(
            names = "--auth-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long a peer may take to show its token; default 5s.")
    private @Nullable Duration authTimeout;

    Admission admission() {
        Admission.Builder admission = Admission.builder();
        if (maxConnections != null) {
            admission.maxConnections(maxConnections);
        }
        if (maxPerAddress != null) {
            admission.maxConnectionsPerAddress(maxPerAddress).limitLoopback();
        }
        if (token != null) {
            admission.authenticator(Authenticator.tokens(Map.of(token, Identity.of("token"))));
        }
        if (authTimeout != null) {
            admission.authenticationTimeout(authTimeout);
        }
        return admission.build();
    }
}
