/**
 * What tests of code on Trunkline need.
 *
 * <p>Start with {@link io.trunkline.testing.FrameFormatContract}, which tries a frame format of your own in every way that a
 * connection would, {@link io.trunkline.testing.FaultProxy}, which does to connections what networks do, or
 * {@link io.trunkline.testing.TestCertificates} for TLS. Free of any test framework: what fails is an
 * {@link AssertionError}.
 */
@NullMarked
package io.trunkline.testing;

import org.jspecify.annotations.NullMarked;
