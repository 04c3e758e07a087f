package io.trunkline.tls.bouncycastle;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Opens what old OpenSSL encrypted: {@code Proc-Type: 4,ENCRYPTED} and {@code DEK-Info: AES-256-CBC,<vector>}.
 *
 * <p>AES only: DES in its old forms is broken, and a key that was kept so is better made anew. The password is stretched by
 * one round of MD5 in this format, whatever the cipher; the message for the refused ones says how to convert. Stateless.
 */
final class LegacyDecryption {
    private static final String CONVERT = "; convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW";

    /** Of AES, whatever the length of its key. */
    private static final int VECTOR_LENGTH = 16;

    /** Of UTF-8: what takes four is two chars. */
    private static final int MOST_BYTES_PER_CHAR = 3;

    private LegacyDecryption() {}

    static byte[] decrypt(PemText text, char[] password) throws InvalidKeyException {
        String[] info = text.headers().getOrDefault("DEK-Info", "").split(",", -1);
        String cipher = info[0].strip();
        if (!cipher.matches("AES-(128|192|256)-CBC")) {
            throw new InvalidKeyException(
                    "it is encrypted with " + shown(cipher) + ", and only AES is accepted" + CONVERT);
        }
        byte[] vector = vector(info);
        char[] bytes = utf8(password);
        try {
            return new JcePEMDecryptorProviderBuilder()
                    .setProvider(Providers.CRYPTO)
                    .build(bytes)
                    .get(cipher)
                    .decrypt(text.body(), vector);
        } catch (PEMException | OperatorCreationException e) {
            throw new WrongPasswordException(e);
        } finally {
            Arrays.fill(bytes, '\0');
        }
    }

    private static byte[] vector(String[] info) throws InvalidKeyException {
        try {
            byte[] vector = HexFormat.of().parseHex(info.length == 2 ? info[1].strip() : "");
            if (vector.length == VECTOR_LENGTH) {
                return vector;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("its DEK-Info header names no initial vector", e);
        }
        throw new InvalidKeyException("its DEK-Info header names no initial vector of 16 bytes");
    }

    /** A name from a file goes into a message: letters and digits only, and not many. */
    private static String shown(String cipher) {
        String plain = cipher.replaceAll("[^A-Za-z0-9-]", "?");
        return plain.isEmpty() ? "an unnamed cipher" : plain.substring(0, Math.min(plain.length(), 40));
    }

    /** OpenSSL takes the password's bytes, Bouncy Castle the low byte of each char: so one char per byte. */
    private static char[] utf8(char[] password) {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES_PER_CHAR * password.length);
        UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE).encode(CharBuffer.wrap(password), bytes, true);
        bytes.flip();
        char[] spread = new char[bytes.remaining()];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = (char) (bytes.get(i) & 0xff);
        }
        Arrays.fill(bytes.array(), (byte) 0);
        return spread;
    }
}
