package io.trunkline.transport.internal.tls;

import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.TlsException;
import io.trunkline.transport.TlsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes engines from a {@link TlsOptions}, and from what its files have become since.
 *
 * <pre>{@code
 * look: digest of the files ──as seen last──▶ nothing
 *            │ another
 *            ▼
 *       parse, try ──good──▶ swap: engines made from now on are the new ones; connections that live stay
 *            └──bad──▶ the old stays, one alarm for this content
 * }</pre>
 *
 * <p>Thread-safe. A look reads files under the monitor of this object, which nothing else takes: blocking threads, and
 * users who ask for a reload, wait for each other only.
 */
public final class ReloadableEngines implements TlsEngines {
    private static final Logger log = LoggerFactory.getLogger(ReloadableEngines.class);

    private final TlsPlan plan;
    private volatile LoadedTls current;
    /** What was seen last, good or bad; guarded by {@code this}. */
    private String seen;

    private ReloadableEngines(TlsSetup setup) {
        this.plan = setup.plan();
        this.current = setup.loaded();
        this.seen = current.digest();
    }

    /**
     * Engines of a client; may block to read the system's CAs.
     *
     * @throws IllegalArgumentException naming a setting that only servers understand
     */
    public static ReloadableEngines forClient(TlsOptions options) {
        TlsSetup setup = TlsSetup.of(options);
        TrustPlan trust = setup.plan().trust();
        PlanRules.require(
                trust.clients() == ClientCertificates.NONE,
                "clientCertificates(" + trust.clients() + ") on a client: only a server asks for them");
        warnOfInsecurity(trust);
        return new ReloadableEngines(setup);
    }

    /**
     * Engines of a server.
     *
     * @throws IllegalArgumentException naming a setting that only clients understand, or if there is no certificate
     */
    public static ReloadableEngines forServer(TlsOptions options) {
        TlsSetup setup = TlsSetup.of(options);
        TlsPlan plan = setup.plan();
        PlanRules.require(
                plan.own() != null || plan.context() != null,
                "a server needs certificate(chain, key), keyStore(..) or sslContext(..)");
        PlanRules.require(plan.trust().serverName() == null, "serverName on a server: only a client sends it");
        PlanRules.require(
                !plan.trust().anyCertificate() && !plan.trust().anyHostName(),
                "insecure...() on a server: to let clients in without an accepted certificate is"
                        + " clientCertificates(REQUEST)");
        return new ReloadableEngines(setup);
    }

    private static void warnOfInsecurity(TrustPlan trust) {
        if (trust.anyCertificate()) {
            log.warn("event=tls-insecure setting=insecureTrustAnyCertificate hint=\"anyone can pose as the server\"");
        }
        if (trust.anyHostName()) {
            log.warn("event=tls-insecure setting=insecureAcceptAnyHostName"
                    + " hint=\"whoever has any certificate of these CAs can pose as the server\"");
        }
    }

    @Override
    public TlsEngine newEngine(@Nullable String host, int port) {
        LoadedTls loaded = current;
        HostName name = host == null ? null : nameOf(host);
        SSLEngine engine = name == null
                ? loaded.context().createSSLEngine()
                : loaded.context().createSSLEngine(name.text(), port);
        EngineSettings.apply(engine, plan, name);
        TlsProtocol protocol = plan.protocol();
        if (protocol.postQuantum() != PostQuantum.OFF) {
            LoadedTls.extension().configure(engine, protocol.postQuantum(), protocol.groups());
        }
        return new ConfiguredEngine(engine, loaded, name, protocol.postQuantum());
    }

    private HostName nameOf(String host) {
        String chosen = plan.trust().serverName();
        return HostName.of(chosen == null ? host : chosen);
    }

    @Override
    public Optional<Duration> reloadEvery() {
        return Optional.ofNullable(plan.reloadEvery());
    }

    @Override
    public Optional<Instant> certificateExpiry() {
        KeyMaterial own = current.own();
        return own == null
                ? Optional.empty()
                : Optional.of(own.leaf().getNotAfter().toInstant());
    }

    @Override
    public synchronized void reload() {
        try {
            look(true);
        } catch (RuntimeException e) {
            throw new TlsException("TLS is not reloaded, what was in use goes on: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void reloadIfChanged() {
        String before = seen;
        try {
            look(false);
        } catch (RuntimeException e) {
            if (!seen.equals(before)) {
                log.warn("event=tls-reload-refused expires={} hint=\"what was in use goes on\"", expiry(), e);
            }
        }
    }

    private Object expiry() {
        return certificateExpiry().<Object>map(instant -> instant).orElse("none");
    }

    /**
     * @param again whether to try content once more that was refused the last time
     */
    private void look(boolean again) {
        if (plan.files().isEmpty()) {
            return;
        }
        FileSnapshot snapshot = snapshot();
        try {
            String digest = snapshot.digest();
            boolean known = !again && digest.equals(seen);
            seen = digest;
            if (known || digest.equals(current.digest())) {
                return;
            }
            current = LoadedTls.load(plan, snapshot);
            log.info("event=tls-reloaded files={} expires={}", plan.files(), expiry());
        } finally {
            snapshot.wipe();
        }
    }

    private FileSnapshot snapshot() {
        try {
            return FileSnapshot.of(plan.files());
        } catch (IllegalArgumentException e) {
            seen = String.valueOf(e.getMessage()); // A file that is missing is a content too: one alarm for it.
            throw e;
        }
    }
}
