package io.trunkline.tls.bouncycastle;

import java.security.InvalidKeyException;

/** The password does not open the key; a damaged key looks the same. Never tells what the password was. */
final class WrongPasswordException extends InvalidKeyException {
    private static final long serialVersionUID = 1L;

    WrongPasswordException(Throwable cause) {
        super("wrong password", cause);
    }
}
