package io.trunkline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** Makes a certificate's extensions. Stateless. */
final class Extensions {
    private Extensions() {}

    static Extension of(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            return new Extension(id, critical, value.toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode extension " + id, e);
        }
    }
}
