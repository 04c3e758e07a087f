package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsInfo;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Engines of the JDK in one version, that trust the tests' own certificate; the simplest thing that can be configured. */
public final class JdkTls implements TlsEngines {
    private final SSLContext context = EngineSource.context();
    private final String protocol;

    public JdkTls(String protocol) {
        this.protocol = protocol;
    }

    /** For peers that are not ours. */
    public static SSLContext newContext() {
        return EngineSource.context();
    }

    @Override
    public TlsEngine newEngine(@Nullable String host, int port) {
        SSLEngine engine = host == null ? context.createSSLEngine() : context.createSSLEngine(host, port);
        engine.setUseClientMode(host != null);
        engine.setEnabledProtocols(new String[] {protocol});
        return new Accepting(engine);
    }

    private record Accepting(SSLEngine engine) implements TlsEngine {
        @Override
        public TlsInfo completed(@Nullable String group) throws SSLException {
            return TlsInfo.builder(
                            engine.getSession().getProtocol(),
                            engine.getSession().getCipherSuite())
                    .group(group)
                    .build();
        }
    }
}
