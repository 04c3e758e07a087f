package io.trunkline.transport.internal.tls;

import io.trunkline.transport.PostQuantum;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Puts a plan's settings on an engine: versions, suites, groups, SNI, ALPN, client certificates. */
final class EngineSettings {
    private EngineSettings() {}

    /**
     * Configures an engine that has not begun.
     *
     * @param host whom a client connects to; null on a server
     */
    static void apply(SSLEngine engine, TlsPlan plan, @Nullable HostName host) {
        engine.setUseClientMode(host != null);
        SSLParameters parameters = engine.getSSLParameters();
        TlsProtocol protocol = plan.protocol();
        parameters.setProtocols(protocol.versions().toArray(String[]::new));
        parameters.setCipherSuites(suites(engine, protocol.ciphers()));
        parameters.setUseCipherSuitesOrder(false); // All are strong: a client without AES in hardware knows better.
        parameters.setApplicationProtocols(protocol.alpn().toArray(String[]::new));
        if (protocol.postQuantum() == PostQuantum.OFF) {
            parameters.setAlgorithmConstraints(HandshakeConstraints.of(protocol.groups()));
            GroupOrder.set(parameters, protocol.groups());
        } else {
            parameters.setAlgorithmConstraints(HandshakeConstraints.ofAnyGroup()); // The extension sets them.
        }
        if (host == null) {
            clients(parameters, plan.trust());
        } else {
            server(parameters, plan, host);
        }
        engine.setSSLParameters(parameters);
    }

    private static void clients(SSLParameters parameters, TrustPlan trust) {
        switch (trust.clients()) {
            case NONE -> parameters.setWantClientAuth(false); // Also takes back what a context may have set.
            case REQUEST -> parameters.setWantClientAuth(true);
            case REQUIRE -> parameters.setNeedClientAuth(true);
        }
    }

    private static void server(SSLParameters parameters, TlsPlan plan, HostName host) {
        // Said even if empty: the JDK would else guess a name from the host.
        String sni = host.sni();
        parameters.setServerNames(sni == null || !isSni(sni) ? List.of() : List.of(new SNIHostName(sni)));
        if (plan.context() != null && !plan.trust().anyHostName()) {
            // A trust manager of the user's may check the name too, inside of the handshake, by the JDK's rules.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
    }

    /** The JDK's class is stricter about names than DNS, underscores for instance; such a name is not sent. */
    private static boolean isSni(String name) {
        return name.indexOf('_') < 0;
    }

    /** Those of the wanted suites that the engine has: no provider has to have them all, but one it must have. */
    private static String[] suites(SSLEngine engine, List<String> wanted) {
        Set<String> supported = new HashSet<>(Arrays.asList(engine.getSupportedCipherSuites()));
        String[] common = wanted.stream().filter(supported::contains).toArray(String[]::new);
        if (common.length == 0) {
            throw new IllegalArgumentException("ciphers: none of " + wanted + " is supported here");
        }
        return common;
    }
}
