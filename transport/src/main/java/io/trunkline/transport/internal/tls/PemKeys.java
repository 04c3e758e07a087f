package io.trunkline.transport.internal.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The private key out of PEM blocks: PKCS#8 with the JDK alone, every other format with the extension.
 *
 * <p>Without it the error names the artifact to add and the command that converts the key.
 */
public final class PemKeys {
    private static final String PKCS8 = "PRIVATE KEY";

    /** What TLS can sign with, by the JDK's names. */
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final Map<String, String> FORMATS = Map.of(
            "RSA PRIVATE KEY", "PKCS#1",
            "EC PRIVATE KEY", "SEC1",
            "ENCRYPTED PRIVATE KEY", "encrypted PKCS#8");

    private final Optional<TlsExtension> extension;

    PemKeys(Optional<TlsExtension> extension) {
        this.extension = extension;
    }

    /** Reads a chain and its key, and wipes the blocks. */
    KeyMaterial material(List<PemBlock> chain, List<PemBlock> key, @Nullable Password password) {
        try {
            return new KeyMaterial(read(key, password), PemCertificates.chain(chain));
        } finally {
            chain.forEach(PemBlock::wipe);
            key.forEach(PemBlock::wipe);
        }
    }

    /**
     * Reads the only key.
     *
     * @param password null if none was set; setting one for a key that is not encrypted is an error
     * @throws IllegalArgumentException naming file and line; never anything of key or password
     */
    PrivateKey read(List<PemBlock> blocks, @Nullable Password password) {
        PemBlock block = onlyKey(blocks);
        if (block.label().equals(PKCS8) && !block.hasHeaders()) {
            requireNoPassword(block, password);
            return pkcs8(block);
        }
        if (!FORMATS.containsKey(block.label())) {
            throw new IllegalArgumentException(block.place() + ": a " + block.label()
                    + " cannot be used for TLS; PKCS#8 is what openssl genpkey writes");
        }
        return extended(block, password);
    }

    private static PemBlock onlyKey(List<PemBlock> blocks) {
        List<PemBlock> keys = blocks.stream().filter(PemBlock::isPrivateKey).toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(blocks.get(0).place() + ": a "
                    + blocks.get(0).label() + ", but no private key; the chain comes first, then the key");
        }
        if (keys.size() > 1) {
            throw new IllegalArgumentException(keys.get(1).place() + ": a second private key");
        }
        return keys.get(0);
    }

    private static void requireNoPassword(PemBlock block, @Nullable Password password) {
        if (password != null) {
            throw new IllegalArgumentException(block.place() + ": keyPassword is set, but the key is not encrypted");
        }
    }

    private static PrivateKey pkcs8(PemBlock block) {
        byte[] der = block.der();
        try {
            return ALGORITHMS.stream()
                    .flatMap(algorithm -> tryRead(algorithm, der).stream())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(block.place()
                            + ": not a PKCS#8 key of RSA, EC (P-256, P-384, P-521), Ed25519 or RSASSA-PSS"));
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** Empty if it is a key of another algorithm, which only that one's factory can tell. */
    private static Optional<PrivateKey> tryRead(String algorithm, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private PrivateKey extended(PemBlock block, @Nullable Password password) {
        String format = block.hasHeaders() ? "encrypted by Proc-Type" : FORMATS.get(block.label());
        TlsExtension reader = extension.orElseThrow(() -> new IllegalArgumentException(
                block.place() + ": the key is " + format + " (" + block.label() + "), which the JDK cannot read: add "
                        + TlsExtensions.ARTIFACT + ", or convert it: " + conversion(block)));
        boolean encrypted = block.hasHeaders() || block.label().startsWith("ENCRYPTED");
        if (!encrypted) {
            requireNoPassword(block, password);
        }
        char[] pem = block.chars();
        char[] chars = password == null ? null : password.copy();
        try {
            return reader.readKey(pem, chars);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(block.place() + ": the key, " + format + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(pem, '\0');
            if (chars != null) {
                Arrays.fill(chars, '\0');
            }
        }
    }

    private static String conversion(PemBlock block) {
        String file = block.place().substring(0, block.place().lastIndexOf(':'));
        return "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out key8.pem";
    }
}
