package io.trunkline.transport.internal.tls;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the {@link TlsExtension} on the class path or module path, once. Thread-safe. */
public final class TlsExtensions {
    /** What to add to a build where one is needed. */
    public static final String ARTIFACT = "io.trunkline:trunkline-tls-bouncycastle";

    private TlsExtensions() {}

    /**
     * The extension, or none.
     *
     * @throws IllegalStateException if there are several: which one counts must not depend on the order of a path
     */
    public static Optional<TlsExtension> find() {
        if (Found.ALL.size() > 1) {
            throw new IllegalStateException("several TLS extensions: "
                    + Found.ALL.stream().map(TlsExtension::name).toList());
        }
        return Found.ALL.stream().findFirst();
    }

    /** Looks when it is first asked for, since most never ask. */
    private static final class Found {
        static final List<TlsExtension> ALL =
                ServiceLoader.load(TlsExtension.class, TlsExtension.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }
}
