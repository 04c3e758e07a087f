package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsOptions;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a {@link TlsOptions}: the plan, and what was read when it was built.
 *
 * <p>Thread-safe; {@code loaded} is guarded by {@code this}. Those who share options share a context, and so can resume
 * each other's sessions.
 */
public final class TlsSetup {
    private static volatile @Nullable Function<TlsOptions, TlsSetup> access;

    private final TlsPlan plan;
    private @Nullable LoadedTls loaded;

    private TlsSetup(TlsPlan plan, @Nullable LoadedTls loaded) {
        this.plan = plan;
        this.loaded = loaded;
    }

    /**
     * Checks a plan, reads its files, and tries what they hold; blocks.
     *
     * @throws IllegalArgumentException naming the setting or file, and what is wrong with it
     */
    public static TlsSetup of(TlsPlan plan) {
        PlanRules.check(plan, TlsExtensions.find());
        // With the system's CAs only there is nothing that could be wrong, and a constant should not read them.
        if (!plan.isWorthReading()) {
            return new TlsSetup(plan, null);
        }
        LoadedTls loaded = LoadedTls.load(plan);
        KeyFilePermissions.warn(plan);
        return new TlsSetup(settled(plan, loaded), loaded);
    }

    /** Forgets texts, key stores and their password once they have been read: only files are read again. */
    private static TlsPlan settled(TlsPlan plan, LoadedTls loaded) {
        TlsPlan.OwnKey own = plan.own();
        KeyMaterial material = loaded.own();
        if (own == null || material == null || !own.source().files().isEmpty()) {
            return plan;
        }
        own.wipe();
        CertificateSource read = new CertificateSource.Loaded(own.source().setting(), material);
        return new TlsPlan(
                new TlsPlan.OwnKey(read, null), plan.trust(), plan.protocol(), plan.context(), plan.reloadEvery());
    }

    public TlsPlan plan() {
        return plan;
    }

    synchronized LoadedTls loaded() {
        if (loaded == null) {
            loaded = LoadedTls.load(plan);
        }
        return loaded;
    }

    /** Called once by {@link TlsOptions}, which alone can look inside itself. */
    public static void grantAccess(Function<TlsOptions, TlsSetup> granted) {
        access = granted;
    }

    static TlsSetup of(TlsOptions options) {
        return Objects.requireNonNull(access, "granted when the options' class was loaded")
                .apply(options);
    }
}
