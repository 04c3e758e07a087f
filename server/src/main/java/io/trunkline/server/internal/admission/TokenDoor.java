package io.trunkline.server.internal.admission;

import io.trunkline.Identity;
import io.trunkline.server.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Accepts bearer tokens, in a time that says nothing about them.
 *
 * <pre>{@code
 * token ─▶ HMAC-SHA256 under a key of this process ─▶ the entry of its first 8 bytes, or a dummy ─▶ compared whole
 * }</pre>
 *
 * <p>Where in the table a token falls is as good as random to whoever does not know the key, so the look-up tells nothing of
 * how near a guess was; and every look-up makes one comparison, of equal length, with {@link MessageDigest#isEqual}. The
 * tokens themselves are not kept. Immutable.
 */
public final class TokenDoor implements Immediate {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Map<Long, Holder> holders = new HashMap<>();
    private final byte[] nobody;

    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record Holder(byte[] digest, Identity identity) {}

    /**
     * Takes over the tokens.
     *
     * @param tokens who brings which
     * @throws IllegalArgumentException if one is empty
     */
    public TokenDoor(Map<String, Identity> tokens) {
        SecureRandom random = new SecureRandom();
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.nobody = new byte[KEY_BYTES];
        random.nextBytes(nobody);
        tokens.forEach(this::add);
    }

    private void add(String token, Identity identity) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("the token of " + identity.name() + " is empty");
        }
        byte[] digest = digest(token);
        Holder before = holders.put(place(digest), new Holder(digest, Objects.requireNonNull(identity, "identity")));
        if (before != null) {
            // One in 2^64 per pair, under a key that is another each time.
            throw new IllegalStateException("two tokens fell on one place; start again");
        }
    }

    @Override
    public Optional<Identity> authenticate(Credentials credentials) {
        return credentials.token().flatMap(this::holder);
    }

    private Optional<Identity> holder(String token) {
        byte[] digest = digest(token);
        @Nullable Holder found = holders.get(place(digest));
        boolean equal = MessageDigest.isEqual(found == null ? nobody : found.digest, digest);
        return equal && found != null ? Optional.of(found.identity) : Optional.empty();
    }

    private static long place(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }

    private byte[] digest(String token) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is required of every Java platform", e);
        }
    }

    /** Counts, and shows nothing. */
    @Override
    public String toString() {
        return "tokens of " + holders.size();
    }
}
