package io.trunkline.cli;

import io.trunkline.transport.TlsOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A client's TLS from files, whatever the options are called that name them. */
final class ClientTls {
    private ClientTls() {}

    static TlsOptions of(@Nullable Path authority, @Nullable Path certificate, @Nullable Path key, boolean insecure) {
        TlsOptions.Builder tls = TlsOptions.builder();
        if (authority != null) {
            tls.trust(authority);
        }
        if (certificate != null && key != null) {
            tls.certificate(certificate, key);
        }
        if (insecure) {
            tls.insecureTrustAnyCertificate().insecureAcceptAnyHostName();
        }
        return tls.build();
    }
}
