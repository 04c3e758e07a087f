package io.trunkline.cli;

import io.trunkline.transport.TlsOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that make a client speak TLS; each of them alone does. */
final class TlsTarget {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--tls", description = "Speak TLS; trusts what the system trusts unless --tls-ca says otherwise.")
    private boolean wanted;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            converter = ExistingFile.class,
            description = "PEM authorities that the server's certificate is judged by.")
    private @Nullable Path authority;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            converter = ExistingFile.class,
            description = "PEM certificate chain to show to the server.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            converter = ExistingFile.class,
            description = "PEM private key of the certificate.")
    private @Nullable Path key;

    @Option(names = "--insecure", description = "TLS with whoever answers: neither certificate nor name is checked.")
    private boolean insecure;

    /** Empty where nothing of it was said. */
    Optional<TlsOptions> options() {
        if (!wanted && authority == null && certificate == null && key == null && !insecure) {
            return Optional.empty();
        }
        if (insecure && authority != null) {
            throw new ParameterException(command.commandLine(), "--insecure checks nothing: leave out --tls-ca");
        }
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(command.commandLine(), "--tls-cert and --tls-key go together");
        }
        return Optional.of(ClientTls.of(authority, certificate, key, insecure));
    }
}
