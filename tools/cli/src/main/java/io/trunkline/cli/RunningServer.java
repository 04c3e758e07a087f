package io.trunkline.cli;

import io.trunkline.server.TrunklineServer;
import java.io.PrintWriter;

/** Says where a server listens and waits for its end; SIGTERM and SIGINT drain it. */
final class RunningServer {
    private RunningServer() {}

    static void await(TrunklineServer server, String host, PrintWriter out) {
        server.closeOnShutdown();
        out.println("LISTENING " + host + " " + server.port());
        out.flush();
        server.awaitClosed();
    }
}
