package io.trunkline.testing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes keys, and makes slow ones only once. Thread-safe. */
final class Keys {
    private final Map<KeyType, KeyPair> shared = new ConcurrentHashMap<>();

    /** A new key, or the shared one of a kind that takes long. */
    KeyPair of(KeyType type) {
        return type.isSlow() ? shared.computeIfAbsent(type, Keys::fresh) : fresh(type);
    }

    static KeyPair fresh(KeyType type) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm());
            generator.initialize(parameters(type));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no " + type + " keys", e);
        }
    }

    private static AlgorithmParameterSpec parameters(KeyType type) {
        return switch (type.algorithm()) {
            case "EC" -> new ECGenParameterSpec(type.parameter());
            case "RSA" -> new RSAKeyGenParameterSpec(Integer.parseInt(type.parameter()), RSAKeyGenParameterSpec.F4);
            default -> new NamedParameterSpec(type.parameter());
        };
    }
}
