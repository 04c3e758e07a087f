package io.trunkline.server.internal.admission;

import io.trunkline.Identity;
import io.trunkline.server.Credentials;
import java.util.Optional;

/** Accepts whom a verified certificate stands for. Thread-safe: stateless. */
public final class CertificateDoor implements Immediate {
    /** The only one. */
    public static final CertificateDoor INSTANCE = new CertificateDoor();

    private CertificateDoor() {}

    @Override
    public Optional<Identity> authenticate(Credentials credentials) {
        return credentials.certificateIdentity();
    }
}
