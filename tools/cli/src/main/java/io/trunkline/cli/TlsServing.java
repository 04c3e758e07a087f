package io.trunkline.cli;

import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.TlsOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that make a server speak TLS. */
final class TlsServing {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "PEM certificate chain; makes the server speak TLS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM private key of the certificate.")
    private @Nullable Path key;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "PEM authorities that client certificates are judged by.")
    private @Nullable Path authority;

    @Option(names = "--require-client-cert", description = "Refuse clients without a certificate of the authority.")
    private boolean required;

    /** Empty where nothing of it was said. */
    Optional<TlsOptions> options() {
        if (certificate == null || key == null) {
            refuse(certificate != null || key != null, "--tls-cert and --tls-key go together");
            refuse(authority != null || required, "--tls-ca and --require-client-cert need --tls-cert and --tls-key");
            return Optional.empty();
        }
        refuse(required && authority == null, "--require-client-cert needs --tls-ca");
        TlsOptions.Builder tls = TlsOptions.builder().certificate(certificate, key);
        if (authority != null) {
            tls.trust(authority).clientCertificates(required ? ClientCertificates.REQUIRE : ClientCertificates.REQUEST);
        }
        return Optional.of(tls.build());
    }

    private void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new ParameterException(command.commandLine(), why);
        }
    }
}
