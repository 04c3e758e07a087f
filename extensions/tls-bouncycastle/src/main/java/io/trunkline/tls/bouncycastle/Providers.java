package io.trunkline.tls.bouncycastle;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/**
 * The two providers, in nobody's list: {@link java.security.Security} does not know them.
 *
 * <p>One pair serves the process, since making the first takes some hundred milliseconds. Immutable once made.
 */
final class Providers {
    /** Algorithms, key formats. */
    static final Provider CRYPTO;

    /** TLS, which takes its algorithms from {@link #CRYPTO} and looks nowhere else. */
    static final Provider TLS;

    static {
        QuietLog.arrange(); // Making the second of them logs warnings about settings of the JDK that it does not know.
        CRYPTO = new BouncyCastleProvider();
        TLS = new BouncyCastleJsseProvider(CRYPTO);
    }

    private Providers() {}
}
