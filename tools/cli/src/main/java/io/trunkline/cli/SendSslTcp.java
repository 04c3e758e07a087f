package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
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

/** Sends a text over TLS and prints what the first read brings back, as kn-sock's users know it. */
@Command(
        name = "send-ssl-tcp",
        mixinStandardHelpOptions = true,
        description = "Send a text over TLS and print the reply; kn-sock's name for send --format raw --tls.")
final class SendSslTcp implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HostAndPort target;

    @Mixin
    private Timeout timeout;

    @Parameters(index = "2", paramLabel = "MESSAGE", description = "The text, sent in UTF-8.")
    private String message;

    @Option(
            names = "--cafile",
            paramLabel = "FILE",
            converter = ExistingFile.class,
            description = "PEM authorities that the server's certificate is judged by; without it, the system's.")
    private @Nullable Path authority;

    @Option(
            names = "--certfile",
            paramLabel = "FILE",
            converter = ExistingFile.class,
            description = "PEM certificate chain to show to the server.")
    private @Nullable Path certificate;

    @Option(
            names = "--keyfile",
            paramLabel = "FILE",
            converter = ExistingFile.class,
            description = "PEM private key of the certificate.")
    private @Nullable Path key;

    @Option(names = "--no-verify", description = "Speak to whoever answers: neither certificate nor name is checked.")
    private boolean unverified;

    @Override
    public Integer call() {
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(command.commandLine(), "--certfile and --keyfile go together");
        }
        if (unverified && authority != null) {
            throw new ParameterException(command.commandLine(), "--no-verify checks nothing: leave out --cafile");
        }
        ClientOptions options = target.options()
                .tls(ClientTls.of(authority, certificate, key, unverified))
                .requestTimeout(timeout.duration())
                .build();
        command.commandLine().getOut().println(Exchange.in(FormatName.RAW).send(options, message));
        return 0;
    }
}
