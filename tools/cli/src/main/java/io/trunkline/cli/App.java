package io.trunkline.cli;

import picocli.CommandLine.Option;

/** The option that names the application behind a listener. */
final class App {
    /** The applications that a server can run. */
    enum Name {
        ECHO
    }

    @Option(
            names = "--app",
            defaultValue = "ECHO",
            description = "The application: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Name name;

    Name name() {
        return name;
    }
}
