/**
 * What tests of code on Trunkline need.
 *
 * <p>Start at {@link io.trunkline.testing.FrameFormatContract} for a frame format of your own, at
 * {@link io.trunkline.testing.FaultProxy} for networks that fail, and at {@link io.trunkline.testing.TestCertificates} for TLS.
 */
module io.trunkline.testing {
    requires static org.jspecify;
    requires transitive io.trunkline.transport;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports io.trunkline.testing;
}
