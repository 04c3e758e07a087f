package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import picocli.CommandLine.Mixin;

/** Where a broker is, how its messages are framed, and what it is shown. */
final class BrokerTarget {
    @Mixin
    private Target target;

    @Mixin
    private FramingOption framing;

    @Mixin
    private Token token;

    ClientOptions.Builder options() {
        ClientOptions.Builder options = target.options().framing(framing.framing());
        token.apply(options);
        return options;
    }
}
