package io.trunkline.transport.internal.tls;

import io.trunkline.transport.PostQuantum;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A plan, read and tried: the context that engines are made of, and who judges peers.
 *
 * <p>Immutable; the context is thread-safe. Sessions are resumed within one of these only, so a reload forgets them all.
 *
 * @param trust null where the context is the user's
 * @param own null without a certificate, and where the context is the user's
 * @param digest of the files that it was read from
 */
record LoadedTls(
        SSLContext context,
        PeerVerifier verifier,
        @Nullable HandshakeTrust trust,
        @Nullable KeyMaterial own,
        String digest) {
    /** A session costs some KiB with its certificates; tickets of TLS 1.3 keep it at the client anyway. */
    private static final int MAX_SESSIONS = 4_096;
    /** A resumed session has no fresh proof of the peer's key: that may be an hour old, not the JDK's day. */
    private static final int SESSION_SECONDS = 3_600;

    /**
     * Reads the files and tries what they hold; blocks.
     *
     * @throws IllegalArgumentException naming the setting or file, and what is wrong with it
     */
    static LoadedTls load(TlsPlan plan) {
        FileSnapshot snapshot = FileSnapshot.of(plan.files());
        try {
            return load(plan, snapshot);
        } finally {
            snapshot.wipe();
        }
    }

    static LoadedTls load(TlsPlan plan, FileSnapshot snapshot) {
        try {
            LoadedTls loaded = plan.context() == null ? ours(plan, snapshot) : theirs(plan, plan.context(), snapshot);
            // The engine tells what the context does not: suites or protocols that its provider lacks.
            EngineSettings.apply(loaded.context().createSSLEngine(), plan, null);
            return loaded;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS: no context can be made: " + e.getMessage(), e);
        } catch (IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("TLS: sslContext makes no engine: " + e.getMessage(), e);
        }
    }

    private static LoadedTls theirs(TlsPlan plan, SSLContext context, FileSnapshot snapshot) {
        return new LoadedTls(context, new PeerVerifier(null, plan.trust()), null, null, snapshot.digest());
    }

    private static LoadedTls ours(TlsPlan plan, FileSnapshot snapshot) throws GeneralSecurityException {
        KeyMaterial own = plan.own() == null ? null : own(plan, plan.own(), snapshot);
        PeerVerifier verifier = new PeerVerifier(authorities(plan.trust(), snapshot), plan.trust());
        HandshakeTrust trust = new HandshakeTrust(verifier);
        SSLContext context = context(plan, own, trust);
        context.getServerSessionContext().setSessionCacheSize(MAX_SESSIONS);
        context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
        context.getClientSessionContext().setSessionCacheSize(MAX_SESSIONS);
        context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
        return new LoadedTls(context, verifier, trust, own, snapshot.digest());
    }

    private static KeyMaterial own(TlsPlan plan, TlsPlan.OwnKey key, FileSnapshot snapshot) {
        KeyMaterial own = key.source().load(snapshot, new PemKeys(TlsExtensions.find()), key.password());
        String setting = key.source().setting();
        try {
            KeyProof.check(own.key(), own.leaf().getPublicKey());
            for (X509Certificate each : own.chain()) {
                CertificateRules.dates(each, Instant.now());
            }
            CertificateRules.strength(own.chain());
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "TLS: " + setting + ": " + own.leaf().getSubjectX500Principal() + ": " + e.getMessage(), e);
        }
        requireCurve(plan.protocol(), own, setting);
        requireSuitable(plan.protocol(), own, setting);
        return own;
    }

    /** TLS signs with a curve only if it is also a group: found out in the handshake, it would puzzle both sides. */
    private static void requireCurve(TlsProtocol protocol, KeyMaterial own, String setting) {
        if (own.leaf().getPublicKey() instanceof ECPublicKey key) {
            String curve = "secp" + key.getParams().getOrder().bitLength() + "r1";
            PlanRules.require(
                    protocol.groups().contains(curve),
                    setting + " has a key of the curve " + curve + ", and groups leaves that out: "
                            + protocol.groups());
        }
    }

    private static void requireSuitable(TlsProtocol protocol, KeyMaterial own, String setting) {
        if (protocol.postQuantum() != PostQuantum.OFF) {
            extension()
                    .unsuitable(own, protocol.postQuantum(), protocol.groups())
                    .ifPresent(reason -> {
                        throw new IllegalArgumentException(
                                "TLS: " + setting + " with postQuantum(" + protocol.postQuantum() + "): " + reason);
                    });
        }
    }

    private static X509TrustManager authorities(TrustPlan plan, FileSnapshot snapshot) throws GeneralSecurityException {
        if (plan.sources().isEmpty()) {
            return TrustedAuthorities.system();
        }
        List<X509Certificate> all = new ArrayList<>();
        plan.sources().forEach(source -> all.addAll(source.certificates(snapshot)));
        return TrustedAuthorities.of(all);
    }

    private static SSLContext context(TlsPlan plan, @Nullable KeyMaterial own, HandshakeTrust trust)
            throws GeneralSecurityException {
        if (plan.protocol().postQuantum() != PostQuantum.OFF) {
            return extension().newContext(own, trust);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = own == null ? new KeyManager[0] : new KeyManager[] {new OneKeyManager(own)};
        context.init(keys, new TrustManager[] {trust}, new SecureRandom());
        return context;
    }

    static TlsExtension extension() {
        return TlsExtensions.find()
                .orElseThrow(() -> new IllegalArgumentException("TLS: add " + TlsExtensions.ARTIFACT));
    }
}
