package io.trunkline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a text as it is and prints what the first read brings back, as kn-sock's users know it. */
@Command(
        name = "send-tcp",
        mixinStandardHelpOptions = true,
        description = "Send a text as it is and print the reply; kn-sock's name for send --format raw.")
final class SendTcp implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HostAndPort target;

    @Mixin
    private Timeout timeout;

    @Parameters(index = "2", paramLabel = "MESSAGE", description = "The text, sent in UTF-8.")
    private String message;

    @Override
    public Integer call() {
        String reply = Exchange.in(FormatName.RAW)
                .send(target.options().requestTimeout(timeout.duration()).build(), message);
        command.commandLine().getOut().println(reply);
        return 0;
    }
}
