package io.trunkline.cli;

import io.trunkline.codec.internal.message.Agent;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Runs the {@code trunkline} command line and exits with its code: 0 done, 1 failed, 2 wrong arguments. */
@Command(
        name = "trunkline",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Framed messaging over TCP: servers, clients and a demo on the command line.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:failed; one line on the error output says why", "2:wrong arguments"},
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            BrokerCommand.class,
            SendCommand.class,
            RequestCommand.class,
            PublishCommand.class,
            SubscribeCommand.class,
            ServeTopicCommand.class,
            PingCommand.class,
            UploadCommand.class,
            DownloadCommand.class,
            InteractiveCommand.class,
            RunTcpServer.class,
            RunSslTcpServer.class,
            RunFileServer.class,
            RunPubSubServer.class,
            RunRpcServer.class,
            SendTcp.class,
            SendSslTcp.class,
            SendFile.class,
            PubSubClient.class,
            RpcClient.class
        })
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    /**
     * Runs one command and ends the process.
     *
     * @param args the command's name, options and arguments
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Says what the protocol says: the version that peers see. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Agent.NAME};
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("trunkline: " + describe(failure));
                    return FAILED;
                });
    }

    /** What went wrong, without a stack trace: the texts of Trunkline's exceptions name the side, the limit and the value. */
    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
