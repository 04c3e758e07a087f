/**
 * Post-quantum TLS, and private keys in formats that the JDK does not read, by Bouncy Castle.
 *
 * <p>Nothing here is called: with this module on the path, {@code PostQuantum.PREFER} and {@code REQUIRE} and the formats
 * PKCS#1, SEC1 and encrypted PKCS#8 work.
 *
 * @provides io.trunkline.transport.internal.tls.TlsExtension found by the transport when it is asked for one of these
 */
module io.trunkline.tls.bouncycastle {
    requires static org.jspecify;
    requires io.trunkline.transport;
    requires java.logging;
    requires org.bouncycastle.tls;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    provides io.trunkline.transport.internal.tls.TlsExtension with
            io.trunkline.tls.bouncycastle.BouncyCastleExtension;
}
