package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that logs a client in at a broker. */
final class Token {
    @Option(
            names = "--auth-token",
            paramLabel = "TOKEN",
            description = "Logs in with this token; or in the environment, TRUNKLINE_AUTH_TOKEN.",
            defaultValue = "${env:TRUNKLINE_AUTH_TOKEN}")
    private @Nullable String token;

    void apply(ClientOptions.Builder options) {
        String shown = token;
        if (shown != null) {
            options.token(() -> shown);
        }
    }
}
