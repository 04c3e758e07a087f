/**
 * What the JDK's TLS cannot do: the group X25519MLKEM768, and private keys that are not plain PKCS#8.
 *
 * <p>Start with {@link io.trunkline.tls.bouncycastle.BouncyCastleExtension}; nobody calls it but the transport. Bouncy
 * Castle's providers are handed to what needs them and never installed, so other TLS in the process is as it was.
 * Thread-safe.
 */
@NullMarked
package io.trunkline.tls.bouncycastle;

import org.jspecify.annotations.NullMarked;
