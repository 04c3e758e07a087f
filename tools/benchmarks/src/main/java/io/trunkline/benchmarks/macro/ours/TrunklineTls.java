package io.trunkline.benchmarks.macro.ours;

import io.trunkline.benchmarks.macro.Identity;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.tls.ReloadableEngines;

/** TLS 1.3 by the JDK's engine, as Netty's. */
final class TrunklineTls {
    private static final String PROTOCOL = "TLSv1.3";

    private TrunklineTls() {}

    static TlsOptions server() {
        return TlsOptions.builder()
                .keyStore(Identity.keyStore(), Identity.password())
                .minVersion(PROTOCOL)
                .build();
    }

    static TlsOptions client() {
        return TlsOptions.builder()
                .trust(Identity.certificatePem())
                .minVersion(PROTOCOL)
                .build();
    }

    static ConnectionSettings settings(Scenario scenario) {
        return scenario.isEncrypted()
                ? ConnectionSettings.DEFAULT.withTls(ReloadableEngines.forClient(client()))
                : ConnectionSettings.DEFAULT;
    }
}
