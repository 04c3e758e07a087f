package io.trunkline.testing;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Reads private keys with nothing but the JDK, so that what another library wrote is checked by neither. */
final class JdkKeyReader {
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] P256 = HexFormat.of().parseHex("301306072a8648ce3d020106082a8648ce3d030107");

    private JdkKeyReader() {}

    static PrivateKey pkcs8(String pem, String algorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(body(pem)));
    }

    static PrivateKey pkcs1(String pem) throws GeneralSecurityException {
        return enveloped(body(pem), RSA, "RSA");
    }

    static PrivateKey sec1(String pem) throws GeneralSecurityException {
        return enveloped(body(pem), P256, "EC");
    }

    static PrivateKey encrypted(String pem, char[] password, String algorithm) throws Exception {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(body(pem));
        String scheme = info.getAlgParameters().toString();
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password)),
                info.getAlgParameters());
        return KeyFactory.getInstance(algorithm).generatePrivate(info.getKeySpec(cipher));
    }

    /** What OpenSSL wrote before 1.0: the key from MD5 of password and salt, the salt from the initial vector. */
    static PrivateKey legacy(String pem, char[] password, String algorithm) throws GeneralSecurityException {
        String[] info = pem.lines()
                .filter(line -> line.startsWith("DEK-Info: "))
                .findFirst()
                .orElseThrow()
                .substring("DEK-Info: ".length())
                .split(",");
        byte[] vector = HexFormat.of().parseHex(info[1]);
        byte[] salt = Arrays.copyOf(vector, 8);
        byte[] secret = new String(password).getBytes(ISO_8859_1);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] first = md5.digest(concat(secret, salt));
        byte[] second = md5.digest(concat(first, secret, salt));
        byte[] key = Arrays.copyOf(concat(first, second), algorithm.equals("AES") ? 32 : 24);
        Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm), new IvParameterSpec(vector));
        byte[] plain = cipher.doFinal(body(pem));
        return pem.contains("RSA") ? enveloped(plain, RSA, "RSA") : enveloped(plain, P256, "EC");
    }

    static byte[] body(String pem) {
        String text = pem.lines()
                .filter(line -> !line.startsWith("-----") && !line.contains(":"))
                .reduce("", String::concat);
        return Base64.getDecoder().decode(text);
    }

    private static PrivateKey enveloped(byte[] key, byte[] algorithm, String name) throws GeneralSecurityException {
        byte[] version = {2, 1, 0};
        byte[] whole = tlv(0x30, concat(version, algorithm, tlv(0x04, key)));
        return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(whole));
    }

    private static byte[] tlv(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concat(head, content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
