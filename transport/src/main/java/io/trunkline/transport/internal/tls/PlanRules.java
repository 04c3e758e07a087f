package io.trunkline.transport.internal.tls;

import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.PostQuantum;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What settings must be, alone and together, before a file is opened. Refuses by naming the setting and the way out. */
final class PlanRules {
    /** A look reads every file; more often than this is a mistake of units. */
    private static final Duration MIN_RELOAD = Duration.ofMillis(100);

    private static final Duration MAX_RELOAD = Duration.ofDays(1);

    private PlanRules() {}

    static void check(TlsPlan plan, Optional<TlsExtension> extension) {
        protocol(plan.protocol());
        trust(plan);
        context(plan);
        reload(plan);
        require(
                plan.protocol().postQuantum() == PostQuantum.OFF || extension.isPresent(),
                "postQuantum(" + plan.protocol().postQuantum() + ") is not in the JDK: add " + TlsExtensions.ARTIFACT);
    }

    private static void protocol(TlsProtocol protocol) {
        require(
                protocol.minVersion().equals(TlsProtocol.TLS_1_2)
                        || protocol.minVersion().equals(TlsProtocol.TLS_1_3),
                "minVersion is TLSv1.2 or TLSv1.3, older ones are broken: " + protocol.minVersion());
        subset("ciphers", protocol.ciphers(), TlsProtocol.CIPHERS);
        require(
                protocol.postQuantum() == PostQuantum.OFF
                        || protocol.groups().stream().noneMatch(PlanRules::isHybrid),
                "groups are the classic ones; postQuantum adds its own: " + protocol.groups());
        subset("groups", protocol.groups(), TlsProtocol.CLASSIC_GROUPS);
        boolean needs13 =
                protocol.minVersion().equals(TlsProtocol.TLS_1_3) || protocol.postQuantum() != PostQuantum.OFF;
        require(
                !needs13 || protocol.ciphers().stream().anyMatch(TlsProtocol::isOfTls13),
                "ciphers has none of TLS 1.3, which minVersion or postQuantum asks for: " + protocol.ciphers());
        alpn(protocol.alpn());
    }

    private static boolean isHybrid(String group) {
        return group.contains("MLKEM");
    }

    private static void subset(String setting, List<String> chosen, List<String> allowed) {
        require(!chosen.isEmpty(), setting + " must name at least one of " + allowed);
        for (String each : chosen) {
            require(
                    allowed.contains(each),
                    setting + " are of " + allowed + ": " + each
                            + (isHybrid(each) ? ", which postQuantum(PREFER) offers" : ""));
        }
        require(new HashSet<>(chosen).size() == chosen.size(), setting + " names one twice: " + chosen);
    }

    private static void alpn(List<String> protocols) {
        for (String each : protocols) {
            boolean printable = each.chars().allMatch(c -> c > ' ' && c < 0x7f);
            int length = each.getBytes(StandardCharsets.UTF_8).length;
            require(printable && length >= 1 && length <= 255, "alpn names are 1 to 255 ASCII letters: '" + each + "'");
        }
        require(new HashSet<>(protocols).size() == protocols.size(), "alpn names one twice: " + protocols);
    }

    private static void trust(TlsPlan plan) {
        TrustPlan trust = plan.trust();
        if (trust.serverName() != null) {
            HostName name = HostName.of(trust.serverName());
            require(
                    name.dns() != null || name.address() != null,
                    "serverName is a host name or an address: '" + Shown.of(trust.serverName()) + "'");
        }
        boolean asks = trust.clients() != ClientCertificates.NONE;
        require(
                !trust.anyCertificate() || trust.sources().isEmpty(),
                "insecureTrustAnyCertificate() and trust(..): the second would have no effect");
        require(
                !asks || !(trust.anyCertificate() || trust.anyHostName()),
                "clientCertificates(" + trust.clients() + ") is for servers, insecure...() for clients");
        // A public CA vouches for whoever owns a domain: with the system's trust, everybody would be authorized.
        require(
                !asks || !trust.sources().isEmpty() || plan.context() != null,
                "clientCertificates(" + trust.clients() + ") needs trust(..): the CA of the clients");
    }

    private static void context(TlsPlan plan) {
        if (plan.context() != null) {
            alone(plan.own(), "certificate or keyStore");
            alone(plan.trust().sources().isEmpty() ? null : plan, "trust");
            alone(plan.trust().anyCertificate() ? plan : null, "insecureTrustAnyCertificate");
            alone(plan.protocol().postQuantum() == PostQuantum.OFF ? null : plan, "postQuantum");
            alone(plan.reloadEvery(), "reloadEvery");
        }
    }

    private static void alone(@Nullable Object other, String setting) {
        require(other == null, "sslContext and " + setting + ": a context brings its own");
    }

    private static void reload(TlsPlan plan) {
        Duration every = plan.reloadEvery();
        if (every != null) {
            require(
                    every.compareTo(MIN_RELOAD) >= 0 && every.compareTo(MAX_RELOAD) <= 0,
                    "reloadEvery is " + MIN_RELOAD + " to " + MAX_RELOAD + ": " + every);
            require(!plan.files().isEmpty(), "reloadEvery watches files, and no setting names one");
        }
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("TLS: " + message);
        }
    }
}
