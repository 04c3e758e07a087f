package io.trunkline.transport.internal.tls;

import java.util.Arrays;

/** A secret that is not shown, and wiped when it is no longer needed. Caller-confined. */
public final class Password {
    private final char[] chars;

    /** Copies: the giver wipes its own. */
    public Password(char[] chars) {
        this.chars = chars.clone();
    }

    /** A copy, which the taker wipes. */
    char[] copy() {
        return chars.clone();
    }

    /** Another one, with a life of its own. */
    public Password another() {
        return new Password(chars);
    }

    /** Forgets the secret. */
    public void wipe() {
        Arrays.fill(chars, '\0');
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "***";
    }
}
