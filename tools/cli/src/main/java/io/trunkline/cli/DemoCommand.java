package io.trunkline.cli;

import io.trunkline.server.TrunklineServer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows a server and a client in one process: a request, an error, an event, and the request once more as bytes. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start a server and a client on loopback and show what they say to each other.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        try (TrunklineServer server = DemoServer.start()) {
            out.println("A server listens on 127.0.0.1:" + server.port() + ", and a client connects to it.");
            DemoConversation conversation = new DemoConversation(server.port(), out);
            conversation.requestAndError();
            conversation.event();
            conversation.bytes();
        }
        out.println();
        out.println("Client and server are closed; no thread of theirs is left.");
        out.flush();
        return 0;
    }
}
