package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import picocli.CommandLine.Mixin;

/** What says where to connect: two arguments, and over TLS or not. */
final class Target {
    @Mixin
    private HostAndPort where;

    @Mixin
    private TlsTarget tls;

    ClientOptions.Builder options() {
        ClientOptions.Builder options = where.options();
        tls.options().ifPresent(options::tls);
        return options;
    }
}
