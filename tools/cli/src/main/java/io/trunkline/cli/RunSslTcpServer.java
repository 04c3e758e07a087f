package io.trunkline.cli;

import io.trunkline.codec.FrameFormat;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.TlsOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the echo server that kn-sock's users know, over TLS. */
@Command(
        name = "run-ssl-tcp-server",
        mixinStandardHelpOptions = true,
        description = "The same over TLS, with the certificate and key as arguments.")
final class RunSslTcpServer implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private KnServing serving;

    @Parameters(
            index = "1",
            paramLabel = "CERT",
            converter = ExistingFile.class,
            description = "PEM certificate chain.")
    private Path certificate;

    @Parameters(
            index = "2",
            paramLabel = "KEY",
            converter = ExistingFile.class,
            description = "PEM private key of the certificate.")
    private Path key;

    @Option(
            names = "--cafile",
            paramLabel = "FILE",
            converter = ExistingFile.class,
            description = "PEM authorities that client certificates are judged by.")
    private @Nullable Path authority;

    @Option(names = "--require-client-cert", description = "Refuse clients without a certificate of the authority.")
    private boolean required;

    @Override
    public Integer call() {
        return serving.serve(
                tls(),
                (server, where) -> server.listen(where, FrameFormat.raw(), EchoApps.prefixed(RunTcpServer.PREFIX)));
    }

    private TlsOptions tls() {
        TlsOptions.Builder tls = TlsOptions.builder().certificate(certificate, key);
        if (authority != null) {
            tls.trust(authority).clientCertificates(required ? ClientCertificates.REQUIRE : ClientCertificates.REQUEST);
        } else if (required) {
            throw new ParameterException(command.commandLine(), "--require-client-cert needs --cafile");
        }
        return tls.build();
    }
}
